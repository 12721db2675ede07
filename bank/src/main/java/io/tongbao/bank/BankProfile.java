package io.tongbao.bank;

import io.tongbao.kernel.Currency;
import io.tongbao.partner.OpeningHours;
import io.tongbao.partner.PartnerId;
import java.time.Duration;
import java.util.Set;

/**
 * What is known of a bank without asking it.
 *
 * @param binPrefixes card numbers that begin so are this bank's, 3 to 11 digits each; may be empty
 * @param timeout longest wait for an answer, 100 ms to 2 min; after it the answer is {@code Unknown}
 * @param maxInFlight instructions under way at a time, 1 to 10,000
 * @param maxDebitMinor largest single debit, minor units
 * @param maxCreditMinor largest single credit, minor units
 * @param maxDailyDebitMinor most a customer's card may be debited on one day, minor units
 * @param requireCodeAboveMinor debits above this need the bank's one-time code; {@code Long.MAX_VALUE} for never
 */
public record BankProfile(
        PartnerId id,
        String nameZh,
        String nameEn,
        Currency currency,
        Set<BankCapability> capabilities,
        OpeningHours hours,
        Set<String> binPrefixes,
        Duration timeout,
        int maxInFlight,
        long maxDebitMinor,
        long maxCreditMinor,
        long maxDailyDebitMinor,
        long requireCodeAboveMinor) {

    public BankProfile {
        capabilities = Set.copyOf(capabilities);
        binPrefixes = Set.copyOf(binPrefixes);
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(2)) > 0) {
            throw new IllegalArgumentException("a bank's timeout is 100 ms to 2 min");
        }
        if (maxInFlight < 1 || maxInFlight > 10_000) {
            throw new IllegalArgumentException("1 to 10,000 instructions in flight");
        }
        if (maxDebitMinor < 0 || maxCreditMinor < 0 || maxDailyDebitMinor < 0 || requireCodeAboveMinor < 0) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }

    public boolean can(BankCapability capability) {
        return capabilities.contains(capability);
    }
}
