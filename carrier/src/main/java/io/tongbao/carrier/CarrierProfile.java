package io.tongbao.carrier;

import io.tongbao.kernel.Currency;
import io.tongbao.partner.OpeningHours;
import io.tongbao.partner.PartnerId;
import java.time.Duration;
import java.util.Set;

/**
 * What is known of a carrier without asking it.
 *
 * @param numberPrefixes E.164 prefixes of its subscribers ({@code +86134}); may be empty: all
 * @param timeout longest wait for an answer, 100 ms to 2 min
 * @param maxInFlight instructions under way at a time, 1 to 10,000
 * @param maxChargeMinor largest single charge, minor units
 * @param monthlyCapMinor most one number may be charged in a calendar month, minor units
 */
public record CarrierProfile(
        PartnerId id,
        String nameZh,
        String nameEn,
        Currency currency,
        Set<CarrierCapability> capabilities,
        OpeningHours hours,
        Set<String> numberPrefixes,
        Duration timeout,
        int maxInFlight,
        long maxChargeMinor,
        long monthlyCapMinor) {

    public CarrierProfile {
        capabilities = Set.copyOf(capabilities);
        numberPrefixes = Set.copyOf(numberPrefixes);
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(2)) > 0) {
            throw new IllegalArgumentException("a carrier's timeout is 100 ms to 2 min");
        }
        if (maxInFlight < 1 || maxInFlight > 10_000) {
            throw new IllegalArgumentException("1 to 10,000 instructions in flight");
        }
        if (maxChargeMinor < 0 || monthlyCapMinor < 0) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }

    public boolean can(CarrierCapability capability) {
        return capabilities.contains(capability);
    }
}
