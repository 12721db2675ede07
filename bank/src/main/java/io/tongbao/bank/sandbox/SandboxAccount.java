package io.tongbao.bank.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A card or account at the sandbox bank.
 *
 * @param number PAN or account number, 8 to 30 digits
 * @param expiry {@code YYMM}, the last month it is good in; null for none
 * @param securityCode 3 or 4 digits; null for none
 * @param balanceMinor what the holder has; negative is owed on a credit card
 * @param limitMinor how far a credit card may be owed; 0 for debit cards
 */
public record SandboxAccount(
        String number,
        String holder,
        String idNumber,
        String phone,
        @Nullable String expiry,
        @Nullable String securityCode,
        Type type,
        long balanceMinor,
        long limitMinor) {

    public enum Type {
        DEBIT,
        CREDIT
    }

    public SandboxAccount {
        if (!number.matches("[0-9]{8,30}")) {
            throw new IllegalArgumentException("an account number has 8 to 30 digits");
        }
        if (limitMinor < 0 || (type == Type.DEBIT && limitMinor != 0)) {
            throw new IllegalArgumentException("only a credit card has a limit");
        }
    }

    /** What can be spent. */
    public long availableMinor() {
        return Math.addExact(balanceMinor, limitMinor);
    }

    SandboxAccount withBalance(long newBalanceMinor) {
        return new SandboxAccount(
                number, holder, idNumber, phone, expiry, securityCode, type, newBalanceMinor, limitMinor);
    }

    @Override
    public String toString() {
        return "SandboxAccount[****" + number.substring(number.length() - 4) + "]";
    }
}
