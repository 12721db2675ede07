package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Refused;
import io.tongbao.payment.funding.PrepaidAccess;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads of prepaid cards: the holder's, the staff's, and what payments need. */
public final class PrepaidBook implements PrepaidAccess {

    private final PrepaidDesk desk;

    public PrepaidBook(PrepaidDesk desk) {
        this.desk = desk;
    }

    /** A card with what is left on it, minor units. */
    public record Held(PrepaidCard card, PrepaidProduct product, long balanceMinor) {}

    /** What a customer holds, replaced ones left out. */
    public List<Held> list(UUID customerId) {
        return desk
                .jdbc()
                .sql("SELECT " + PrepaidTable.COLUMNS
                        + " FROM payment.prepaid_card WHERE holder_id = ? AND state <> 5 ORDER BY id LIMIT 200")
                .param(customerId)
                .query((row, n) -> PrepaidTable.read(row))
                .list()
                .stream()
                .map(this::held)
                .toList();
    }

    /** @throws Refused PREPAID_NOT_FOUND, also for what others hold */
    public Held get(UUID customerId, UUID prepaidId) {
        return held(desk.card(prepaidId)
                .filter(card -> card.isHeldBy(customerId))
                .orElseThrow(() -> new Refused(PrepaidError.PREPAID_NOT_FOUND)));
    }

    /** For staff. PREPAID_NOT_FOUND. */
    public Held bySerial(String serial) {
        return held(
                desk.bySerial(Serials.parse(serial)).orElseThrow(() -> new Refused(PrepaidError.PREPAID_NOT_FOUND)));
    }

    private Held held(PrepaidCard card) {
        return new Held(card, desk.requireProduct(card.productId()), desk.balance(card));
    }

    /** Newest first, at most 200. */
    public List<PrepaidProduct> products() {
        return desk.jdbc()
                .sql(PrepaidDesk.PRODUCT + " ORDER BY id DESC LIMIT 200")
                .query((row, n) -> PrepaidDesk.readProduct(row))
                .list();
    }

    /** Newest first, at most 200. */
    public List<PrepaidBatch> batches() {
        return desk.jdbc()
                .sql("""
                    SELECT id, product_id, face_minor, count, created_at, printed_at FROM payment.prepaid_batch
                    ORDER BY id DESC LIMIT 200\
                    """)
                .query((row, n) -> {
                    OffsetDateTime printed = row.getObject(6, OffsetDateTime.class);
                    return new PrepaidBatch(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getLong(3),
                            row.getInt(4),
                            row.getObject(5, OffsetDateTime.class).toInstant(),
                            printed == null ? null : printed.toInstant());
                })
                .list();
    }

    @Override
    public Funds funds(UUID customerId, UUID prepaidId, @Nullable UUID providerId) {
        return funds(customerId, prepaidId, providerId, null);
    }

    /**
     * As {@link #funds(UUID, UUID, UUID)}, for a service of the provider.
     *
     * @param service short name of what is paid for; null when it is not known, which a card limited to services refuses
     * @throws Refused PREPAID_NOT_FOUND, PREPAID_NOT_FOR_THIS_PROVIDER
     */
    public Funds funds(UUID customerId, UUID prepaidId, @Nullable UUID providerId, @Nullable String service) {
        Held held = get(customerId, prepaidId);
        if (!held.product().paysAt(providerId, service)) {
            throw new Refused(PrepaidError.PREPAID_NOT_FOR_THIS_PROVIDER);
        }
        PrepaidCard card = held.card();
        return new Funds(card.accountId(), card.masked(), List.of(PrepaidGuard.pays(card.id(), customerId)));
    }

    /**
     * What may be loaded into the holder's own wallet.
     *
     * @throws Refused PREPAID_NOT_FOUND, PREPAID_LOADS_NO_WALLET
     */
    public Funds loadable(UUID customerId, UUID prepaidId) {
        Held held = get(customerId, prepaidId);
        if (!held.product().loadsWallet()) {
            throw new Refused(PrepaidError.PREPAID_LOADS_NO_WALLET);
        }
        PrepaidCard card = held.card();
        return new Funds(card.accountId(), card.masked(), List.of(PrepaidGuard.pays(card.id(), customerId)));
    }
}
