package io.tongbao.payment.card;

import io.tongbao.kernel.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/**
 * In which order a customer's cards are offered; the first is the default. Doing it again changes nothing.
 *
 * <p>Errors: CARD_ORDER_INVALID, CARD_NOT_FOUND, CARD_NOT_ACTIVE.
 */
public final class ArrangeCards {

    private final CardDesk desk;

    public ArrangeCards(CardDesk desk) {
        this.desk = desk;
    }

    /** @param order all active cards, each once */
    public void execute(UUID customerId, List<UUID> order) {
        desk.customers().atomically(() -> {
            desk.customers().lock(customerId);
            List<UUID> active = desk.table().active(customerId);
            if (order.size() != active.size() || !new HashSet<>(order).equals(new HashSet<>(active))) {
                throw new Refused(CardError.CARD_ORDER_INVALID);
            }
            return write(order);
        });
    }

    /** Puts one card before all others. */
    public void makeDefault(UUID customerId, UUID cardId) {
        desk.table().require(customerId, cardId);
        desk.customers().atomically(() -> {
            desk.customers().lock(customerId);
            List<UUID> order = new ArrayList<>(desk.table().active(customerId));
            if (!order.remove(cardId)) {
                throw new Refused(CardError.CARD_NOT_ACTIVE);
            }
            order.addFirst(cardId);
            return write(order);
        });
    }

    /** Closes gaps. Within the caller's transaction, which holds the customer. */
    void close(UUID customerId) {
        write(desk.table().active(customerId));
    }

    private Boolean write(List<UUID> order) {
        for (int i = 0; i < order.size(); i++) {
            desk.customers()
                    .jdbc()
                    .sql("UPDATE payment.card SET position = ? WHERE id = ? AND position <> ?")
                    .params(i + 1, order.get(i), i + 1)
                    .update();
        }
        return true;
    }
}
