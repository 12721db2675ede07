package io.tongbao.payment;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Rider;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferIds;
import io.tongbao.ledger.TransferKind;
import io.tongbao.ledger.TransferResult;
import io.tongbao.outbox.Event;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegTable;
import io.tongbao.payment.state.PaymentState;
import io.tongbao.postgres.ArrayParameters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One bounded step of the expiry job: orders that nobody confirmed in time, and reserved money that nobody captured in time.
 * Safe on any number of nodes at once: the order's guard decides by the ledger's own time, so nothing expires early or twice.
 */
public final class ExpirePayments {

    /** Ordinal of the transfer that releases what was reserved. */
    private static final int EXPIRY_TRANSFER = 3;

    private static final String DUE = "SELECT " + prefixed()
            + ", d.due_ts FROM (SELECT due_ts, order_id FROM payment.due WHERE due_ts <= ? ORDER BY due_ts, order_id LIMIT ?) d"
            + " JOIN payment.orders o ON o.id = d.order_id ORDER BY d.due_ts";
    private static final String DONE = """
            DELETE FROM payment.due d USING unnest(?::bigint[], ?::uuid[]) AS u (due_ts, order_id)
            WHERE d.due_ts = u.due_ts AND d.order_id = u.order_id""";

    private final PaymentDesk desk;

    public ExpirePayments(PaymentDesk desk) {
        this.desk = desk;
    }

    private record Candidate(long dueTs, Order order) {}

    /**
     * @param most due times to look at, 1 to 10,000
     * @return how many were looked at; call again at once while it is {@code most}
     */
    public int step(int most) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, desk.clock().instant());
        List<Candidate> due = desk.jdbc()
                .sql(DUE)
                .param(now)
                .param(most)
                .query((row, n) -> {
                    long dueTs = row.getLong(OrderTable.COLUMN_COUNT + 1);
                    return new Candidate(dueTs, OrderTable.read(row));
                })
                .list();
        List<CompletableFuture<Boolean>> settled = new ArrayList<>(due.size());
        for (Candidate candidate : due) {
            settled.add(expire(candidate.order(), now));
        }
        List<Candidate> done = new ArrayList<>(due.size());
        for (int i = 0; i < due.size(); i++) {
            if (settled.get(i).join()) {
                done.add(due.get(i));
            }
        }
        forget(done);
        return due.size();
    }

    /** Completes with whether this due time needs no further look. */
    private CompletableFuture<Boolean> expire(Order order, long now) {
        if (deadline(order.view()) > now) {
            // Confirmed, captured, cancelled, or due again at another time.
            return CompletableFuture.completedFuture(Boolean.TRUE);
        }
        Expiry expiry = new Expiry(order, desk.ids().next(), givenBack(order));
        return desk.ledger().submit(expiry.posting()).thenApply(decision -> {
            desk.signal().raise();
            // When rejected the order moved on meanwhile; the next step sees to what.
            return released(decision);
        });
    }

    /** What was taken from a card or phone bill and nobody captured goes back there. */
    private @Nullable Leg givenBack(Order order) {
        Payment view = order.view();
        if (view.state() != PaymentState.AUTHORISED || !view.source().isOutside()) {
            return null;
        }
        Leg paid = desk.partners().legs().paying(view.id()).orElseThrow();
        return Paying.giveBack(desk, paid, view.amountMinor(), paid.books().to(), null);
    }

    private void forget(List<Candidate> done) {
        if (done.isEmpty()) {
            return;
        }
        long[] dueTs = done.stream().mapToLong(Candidate::dueTs).toArray();
        UUID[] ids = done.stream().map(c -> c.order().view().id()).toArray(UUID[]::new);
        desk.jdbcOperations().update(DONE, statement -> {
            ArrayParameters.setBigints(statement, 1, dueTs);
            ArrayParameters.setUuids(statement, 2, ids);
        });
    }

    /** When a payment in this state runs out of time; {@code Long.MAX_VALUE} for never. */
    static long deadline(Payment payment) {
        return switch (payment.state()) {
            case CREATED, CHALLENGED -> payment.expiresTs();
            case AUTHORISED -> payment.captureUntilTs();
            case HELD, PROCESSING, IN_DOUBT, SUCCEEDED, FAILED, CANCELLED, EXPIRED -> Long.MAX_VALUE;
        };
    }

    private static String prefixed() {
        return "o." + OrderTable.COLUMNS.replaceAll("\\s+", " ").replace(", ", ", o.");
    }

    /** Whether the money is free again: by this posting, or because the ledger's own expiry was first. */
    private static boolean released(Decision decision) {
        return switch (decision) {
            case Decision.Applied applied -> true;
            case Decision.RefusedByLedger(var stamp, var index, var result) ->
                result == TransferResult.PENDING_TRANSFER_EXPIRED;
            case Decision.RefusedByGuard refused -> false;
            case Decision.Rejected rejected -> false;
            case Decision.Replayed replayed -> false;
        };
    }

    /** The posting that expires one order. It has no request, so nobody's idempotency id. */
    private static final class Expiry {

        private final Order read;
        private final UUID eventId;
        /** Resolved by {@link ResolveLegs}, which finds it due at once. */
        private final @Nullable Leg back;

        private final RowGuard<UUID, Order> order;

        Expiry(Order read, UUID eventId, @Nullable Leg back) {
            this.back = back;
            this.read = read;
            this.eventId = eventId;
            this.order = new RowGuard<>(
                    OrderTable.INSTANCE,
                    read.view().id(),
                    PaymentError.PAYMENT_NOT_FOUND,
                    (state, stamp) ->
                            state.view().version() == read.view().version() && stamp.ts() >= deadline(state.view())
                                    ? Verdict.PASS
                                    : Verdict.reject(PaymentError.PAYMENT_BUSY),
                    this::next);
        }

        Posting posting() {
            UUID id = read.view().id();
            if (back != null) {
                // The ledger itself never expires this reservation, see LegSettlement.
                return new Posting(
                        id.getLeastSignificantBits(),
                        List.of(
                                Transfer.voiding(TransferIds.of(id, EXPIRY_TRANSFER), read.mainTransferId(), id),
                                Paying.reservation(back, TransferReason.CANCELLATION)),
                        List.of(order),
                        this::riders);
            }
            List<Transfer> transfers = read.view().state() == PaymentState.AUTHORISED
                    ? List.of(new Transfer(
                            TransferIds.of(id, EXPIRY_TRANSFER),
                            TransferKind.EXPIRE,
                            0,
                            0,
                            0,
                            0,
                            read.mainTransferId(),
                            0,
                            0,
                            0,
                            id))
                    : List.of();
            return new Posting(id.getLeastSignificantBits(), transfers, List.of(order), this::riders);
        }

        private @Nullable Order next(Decision decision) {
            return released(decision) ? order.seen().expired() : null;
        }

        private List<Rider<?>> riders(Decision decision) {
            Order expired = next(decision);
            if (expired == null) {
                return List.of();
            }
            Payment view = expired.view();
            BatchStamp stamp = decision.stamp();
            Event event = new Event(
                    eventId,
                    EventTypes.PAYMENT_EXPIRED,
                    view.id(),
                    view.providerId(),
                    stamp.ts(),
                    PaymentJson.write(view));
            Rider<Event> told = new Rider<>(EventRows.INSTANCE, event);
            return back == null
                    ? List.of(told)
                    : List.of(told, new Rider<>(LegTable.INSTANCE, back.written(stamp.ts(), stamp.ts())));
        }
    }
}
