package io.tongbao.payment.funding;

import io.tongbao.bank.Bank;
import io.tongbao.carrier.Carrier;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.partner.PartnerError;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.guard.PartnerGate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The configured banks and carriers, each behind the gate. Filled at the start, after whoever hears their late answers. Thread-safe. */
public final class PartnerBook implements BankAccess {

    private final PartnerGate gate;
    private final Map<PartnerId, Bank> banks = new ConcurrentSkipListMap<>();
    private final Map<PartnerId, Carrier> carriers = new ConcurrentSkipListMap<>();

    public PartnerBook(PartnerGate gate) {
        this.gate = gate;
    }

    /** @throws IllegalArgumentException when a partner of this id is there already */
    public void add(Bank bank) {
        gate.admit(bank.profile().id(), bank.profile().timeout(), bank.profile().maxInFlight(), bank::ready);
        banks.put(bank.profile().id(), bank);
    }

    /** @throws IllegalArgumentException when a partner of this id is there already */
    public void add(Carrier carrier) {
        gate.admit(
                carrier.profile().id(),
                carrier.profile().timeout(),
                carrier.profile().maxInFlight(),
                carrier::ready);
        carriers.put(carrier.profile().id(), carrier);
    }

    public PartnerGate gate() {
        return gate;
    }

    @Override
    public Bank bank(PartnerId id) {
        Bank bank = banks.get(id);
        if (bank == null) {
            throw new Refused(PartnerError.PARTNER_UNAVAILABLE);
        }
        return bank;
    }

    @Override
    public List<PartnerId> banks() {
        return List.copyOf(banks.keySet());
    }

    public Optional<Bank> findBank(PartnerId id) {
        return Optional.ofNullable(banks.get(id));
    }

    public Optional<Carrier> findCarrier(PartnerId id) {
        return Optional.ofNullable(carriers.get(id));
    }

    /** Whose number it is, by the longest prefix; a carrier that names none takes what is left. */
    public Carrier carrierOf(Msisdn number) {
        Carrier best = null;
        int length = -1;
        for (Carrier carrier : carriers.values()) {
            int fits = carrier.profile().numberPrefixes().stream()
                    .filter(number.e164()::startsWith)
                    .mapToInt(String::length)
                    .max()
                    .orElse(carrier.profile().numberPrefixes().isEmpty() ? 0 : -1);
            if (fits > length) {
                best = carrier;
                length = fits;
            }
        }
        if (best == null) {
            throw new Refused(PartnerError.PARTNER_NOT_OFFERED);
        }
        return best;
    }

    /** Longest a call of this partner may take, milliseconds. */
    public long timeoutMs(PartnerId id) {
        Bank bank = banks.get(id);
        if (bank != null) {
            return bank.profile().timeout().toMillis();
        }
        Carrier carrier = carriers.get(id);
        return carrier == null ? 1_000 : carrier.profile().timeout().toMillis();
    }
}
