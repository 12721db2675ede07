package io.tongbao.server.wiring;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.file.FileBank;
import io.tongbao.carrier.CallbackReceiver;
import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierKind;
import io.tongbao.partner.PartnerSettings;
import io.tongbao.payment.funding.PartnerBook;
import io.tongbao.server.settings.StartRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The banks and carriers this server speaks to. */
final class OpenedPartners implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenedPartners.class);

    private final List<Bank> banks = new ArrayList<>();
    private final List<Carrier> carriers = new ArrayList<>();

    /** @throws StartRefused a partner's settings are wrong; the message names partner and setting */
    static OpenedPartners open(
            List<PartnerSettings> all,
            PartnerBook book,
            List<BankKind> bankKinds,
            BankKind.Surroundings aroundBanks,
            List<CarrierKind> carrierKinds,
            CarrierKind.Surroundings aroundCarriers) {
        OpenedPartners opened = new OpenedPartners();
        try {
            for (PartnerSettings each : all) {
                opened.open(each, book, bankKinds, aroundBanks, carrierKinds, aroundCarriers);
            }
            return opened;
        } catch (IllegalArgumentException e) {
            opened.close();
            throw new StartRefused(e.getMessage() + ".", e);
        }
    }

    private void open(
            PartnerSettings settings,
            PartnerBook book,
            List<BankKind> bankKinds,
            BankKind.Surroundings aroundBanks,
            List<CarrierKind> carrierKinds,
            CarrierKind.Surroundings aroundCarriers) {
        Optional<BankKind> bankKind = bankKinds.stream()
                .filter(kind -> kind.name().equals(settings.kind()))
                .findFirst();
        if (bankKind.isPresent()) {
            Bank bank = bankKind.get().open(settings, aroundBanks);
            banks.add(bank);
            book.add(bank);
            return;
        }
        CarrierKind carrierKind = carrierKinds.stream()
                .filter(kind -> kind.name().equals(settings.kind()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("partner " + settings.id() + " is of an unknown kind; known are "
                                + Stream.concat(
                                                bankKinds.stream().map(BankKind::name),
                                                carrierKinds.stream().map(CarrierKind::name))
                                        .sorted()
                                        .toList()));
        Carrier carrier = carrierKind.open(settings, aroundCarriers);
        carriers.add(carrier);
        book.add(carrier);
    }

    /** The carrier of this id, if it sends events. */
    Optional<CallbackReceiver> receiver(String id) {
        return carriers.stream()
                .filter(carrier -> carrier.profile().id().value().equals(id))
                .filter(CallbackReceiver.class::isInstance)
                .map(CallbackReceiver.class::cast)
                .findFirst();
    }

    /** One step of every bank that works by files. */
    void tick() {
        for (Bank bank : banks) {
            if (bank instanceof FileBank files) {
                try {
                    files.tick();
                } catch (IllegalStateException e) {
                    // One bank's files must not keep the others' waiting.
                    LOG.warn("the files of {} wait: {}", bank.profile().id(), e.toString());
                }
            }
        }
    }

    @Override
    public void close() {
        banks.forEach(Bank::close);
        carriers.forEach(Carrier::close);
    }
}
