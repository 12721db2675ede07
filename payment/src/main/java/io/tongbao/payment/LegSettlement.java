package io.tongbao.payment;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.Guard.Verdict;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Rider;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferIds;
import io.tongbao.ledger.TransferResult;
import io.tongbao.outbox.Event;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerError;
import io.tongbao.payment.funding.Leg;
import io.tongbao.payment.funding.LegMoney;
import io.tongbao.payment.funding.LegNews;
import io.tongbao.payment.funding.LegState;
import io.tongbao.payment.funding.LegStep;
import io.tongbao.payment.funding.LegTable;
import io.tongbao.payment.state.PaymentState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One step of a leg as a posting: its money, its row, its payment or refund, and the events that tell of it, all or nothing. */
final class LegSettlement {

    private final Leg leg;
    private final LegStep step;
    private final LegNews news;
    private final Order facts;
    private final UUID eventId;
    private final UUID noticeId;
    private final UUID attempt;
    private final RowGuard<UUID, Leg> legRow;
    private final RowGuard<UUID, Order> order;
    private final @Nullable RowGuard<UUID, Refund> refund;

    LegSettlement(PaymentDesk desk, Leg leg, LegStep step, LegNews news) {
        this.leg = leg;
        this.step = step;
        this.news = news;
        this.facts = desk.order(leg.what().orderId())
                .orElseThrow(() -> new IllegalStateException("a leg without its payment"));
        this.eventId = desk.ids().next();
        this.noticeId = desk.ids().next();
        this.attempt = desk.ids().next();
        this.legRow = new RowGuard<>(
                LegTable.INSTANCE,
                leg.id(),
                PaymentError.PAYMENT_NOT_FOUND,
                (state, stamp) -> state.progress().version() == leg.progress().version()
                        ? Verdict.PASS
                        : Verdict.reject(PaymentError.PAYMENT_BUSY),
                decision -> applied(decision) ? step.next() : null);
        this.order = new RowGuard<>(
                OrderTable.INSTANCE,
                leg.what().orderId(),
                PaymentError.PAYMENT_NOT_FOUND,
                (state, stamp) -> Verdict.PASS,
                decision -> applied(decision) ? nextOrder(decision.stamp()) : null);
        UUID refundId = leg.what().refundId();
        this.refund = refundId == null
                ? null
                : new RowGuard<>(
                        RefundTable.INSTANCE,
                        refundId,
                        PaymentError.PAYMENT_NOT_FOUND,
                        (state, stamp) -> Verdict.PASS,
                        decision -> applied(decision) ? nextRefund() : null);
    }

    Posting posting() {
        List<Guard<?, ?>> guards = new ArrayList<>(3);
        guards.add(legRow);
        guards.add(order);
        if (refund != null) {
            guards.add(refund);
        }
        return new Posting(leg.id().getLeastSignificantBits(), transfers(), guards, this::riders);
    }

    /** What a payer is told when our own books refuse what a partner did. */
    static ErrorCode meaning(TransferResult result) {
        return LedgerRefusals.meaning(result, Funding.PROVIDER);
    }

    private List<Transfer> transfers() {
        Leg.Books books = leg.books();
        long amount = leg.what().amount().minor();
        UUID orderId = leg.what().orderId();
        return switch (step.move()) {
            case NONE -> List.of();
            case RELEASE -> List.of(Transfer.voiding(id(0), leg.pendingId(), orderId));
            case TO_WALLET ->
                List.of(
                        Transfer.post(id(0), leg.pendingId(), 0, orderId),
                        move(id(1), books.suspense(), books.fallback(), amount, TransferReason.TO_WALLET));
            case LATE_TO_WALLET ->
                List.of(move(id(1), books.from(), books.fallback(), amount, TransferReason.TO_WALLET));
            case COMPLETE -> {
                List<Transfer> all = new ArrayList<>(3);
                all.add(Transfer.post(id(0), leg.pendingId(), 0, orderId));
                boolean pays = !leg.operation().isRefund();
                boolean held = pays && facts.capturesLater();
                all.add(move(
                        pays && !held ? facts.mainTransferId() : id(1),
                        books.suspense(),
                        books.to(),
                        amount,
                        TransferReason.PARTNER_DONE));
                if (held) {
                    // No time-out of the ledger's own: what is not captured must go back to the card, which the order's
                    // expiry sees to.
                    all.add(Transfer.pending(
                            facts.mainTransferId(),
                            books.to(),
                            facts.payeeAccountId(),
                            amount,
                            leg.currency().ledger(),
                            facts.view().kind().number(),
                            0,
                            orderId));
                }
                yield all;
            }
        };
    }

    /** Of this attempt alone: an id that the ledger refused for good must not block a later one. */
    private UUID id(int ordinal) {
        return TransferIds.of(attempt, ordinal);
    }

    private Transfer move(UUID id, long from, long to, long amount, int reason) {
        return Transfer.single(
                id,
                from,
                to,
                amount,
                leg.currency().ledger(),
                reason,
                leg.what().orderId());
    }

    private static boolean applied(Decision decision) {
        return decision instanceof Decision.Applied;
    }

    private @Nullable Order nextOrder(BatchStamp stamp) {
        Order seen = order.seen();
        PaymentState state = seen.view().state();
        if (leg.operation().isRefund() || (state != PaymentState.PROCESSING && state != PaymentState.IN_DOUBT)) {
            return null;
        }
        return switch (step.move()) {
            case COMPLETE -> seen.completed(stamp.ts());
            case RELEASE -> failed(seen, reason());
            case TO_WALLET, LATE_TO_WALLET -> failed(seen, PartnerError.SOURCE_REFUSED);
            case NONE -> {
                if (news instanceof LegNews.Unacceptable(String failure)) {
                    yield failed(seen, refusedByUs(failure));
                }
                LegState next = step.next().state();
                yield state == PaymentState.PROCESSING && (next == LegState.IN_DOUBT || next == LegState.REVERSING)
                        ? seen.inDoubt()
                        : null;
            }
        };
    }

    private ErrorCode reason() {
        PartnerAnswer.Final refused = step.refused();
        return refused == null ? PartnerError.PARTNER_UNAVAILABLE : PartnerError.of(refused);
    }

    private static ErrorCode refusedByUs(String failure) {
        for (PaymentError error : PaymentError.values()) {
            if (error.code().equals(failure)) {
                return error;
            }
        }
        return PaymentError.LEDGER_REFUSED;
    }

    private static Order failed(Order seen, ErrorCode why) {
        return seen.failed(
                why, seen.view().payerId(), seen.payerAccountId(), seen.view().method());
    }

    private @Nullable Refund nextRefund() {
        if (refund == null) {
            return null;
        }
        return switch (step.move()) {
            case COMPLETE -> refund.seen().ended(RefundState.SUCCEEDED, RefundDestination.SOURCE);
            case TO_WALLET -> refund.seen().ended(RefundState.SUCCEEDED, RefundDestination.WALLET_INSTEAD);
            case RELEASE, LATE_TO_WALLET, NONE -> null;
        };
    }

    private List<Rider<?>> riders(Decision decision) {
        if (!applied(decision)) {
            return List.of();
        }
        long ts = decision.stamp().ts();
        List<Rider<?>> riders = new ArrayList<>(3);
        Order next = nextOrder(decision.stamp());
        Payment view = next == null ? order.seen().view() : next.view();
        if (next != null) {
            riders.add(paymentEvent(eventId, EventTypes.of(view.state()), view, ts));
            if (view.state() == PaymentState.AUTHORISED) {
                riders.add(DueRows.at(view.captureUntilTs(), view.id()));
            }
        }
        Refund returned = nextRefund();
        if (returned != null) {
            riders.add(new Rider<>(
                    EventRows.INSTANCE,
                    new Event(
                            noticeId,
                            EventTypes.REFUND_SUCCEEDED,
                            returned.id(),
                            returned.providerId(),
                            ts,
                            RefundJson.write(returned))));
        } else if (next == null) {
            String notice = notice();
            if (notice != null) {
                riders.add(paymentEvent(noticeId, notice, view, ts));
            }
        }
        return riders;
    }

    /** What to tell when the payment itself does not change. */
    private @Nullable String notice() {
        LegMoney money = step.next().progress().money();
        return switch (step.next().state()) {
            case REVERSED -> leg.operation().isRefund() ? null : EventTypes.PAYMENT_REVERSED;
            case DONE ->
                money == LegMoney.IN_WALLET
                        ? EventTypes.PAYMENT_RETURNED_TO_WALLET
                        : leg.operation().isRefund() ? EventTypes.PAYMENT_RETURNED : null;
            case DECLINED -> money == LegMoney.IN_WALLET ? EventTypes.PAYMENT_RETURNED_TO_WALLET : null;
            case INTENT, SENT, IN_DOUBT, REVERSING -> null;
        };
    }

    private static Rider<Event> paymentEvent(UUID id, String type, Payment view, long ts) {
        return new Rider<>(
                EventRows.INSTANCE, new Event(id, type, view.id(), view.providerId(), ts, PaymentJson.write(view)));
    }
}
