package io.tongbao.bank.sandbox;

/**
 * What the bank remembers of a customer's permission.
 *
 * @param token by which we name it, 12 characters
 */
public record Agreement(String token, String number, String customerReference, boolean frozen, boolean ended) {

    Agreement withFrozen(boolean nowFrozen) {
        return new Agreement(token, number, customerReference, nowFrozen, ended);
    }

    Agreement asEnded() {
        return new Agreement(token, number, customerReference, frozen, true);
    }

    @Override
    public String toString() {
        return "Agreement[****]";
    }
}
