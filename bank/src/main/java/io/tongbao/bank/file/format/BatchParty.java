package io.tongbao.bank.file.format;

/**
 * Whose account an instruction works on.
 *
 * @param agreement whether {@code number} is the bank's token of an agreement
 * @param number account or card number, or token
 * @param holder as printed on the card; empty when unknown
 */
public record BatchParty(boolean agreement, String number, String holder) {
    @Override
    public String toString() {
        return "BatchParty[****]";
    }
}
