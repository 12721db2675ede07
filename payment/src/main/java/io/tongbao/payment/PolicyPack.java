package io.tongbao.payment;

import io.tongbao.kernel.Money;

/**
 * Named limits that the use cases go by. {@link #REPLAY} and {@link #BENCH} are for load tools and exist in sandbox mode
 * only; the server enforces that.
 *
 * @param maxPaymentMinor most per payment
 * @param maxAgreementPaymentMinor highest per-payment cap an agreement may set
 * @param maxAgreementDailyMinor highest daily cap an agreement may set
 * @param waivesProof whether {@link PayerProof.NoProof} is accepted
 * @param limitsByTier whether the classes of payment accounts limit what is paid
 */
public record PolicyPack(
        String name,
        long maxPaymentMinor,
        long maxAgreementPaymentMinor,
        long maxAgreementDailyMinor,
        boolean waivesProof,
        boolean limitsByTier) {

    /** Small payments without PIN: at most 1,000.00 each and 5,000.00 a day. */
    public static final PolicyPack DEFAULT =
            new PolicyPack("default", Money.MAX_PAYMENT_MINOR, 100_000, 500_000, false, true);

    public static final PolicyPack REPLAY = new PolicyPack(
            "replay", Money.MAX_PAYMENT_MINOR, Money.MAX_PAYMENT_MINOR, Money.MAX_PAYMENT_MINOR, true, false);

    public static final PolicyPack BENCH = new PolicyPack(
            "bench", Money.MAX_PAYMENT_MINOR, Money.MAX_PAYMENT_MINOR, Money.MAX_PAYMENT_MINOR, true, false);
}
