package io.tongbao.payment;

import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerFacts;
import io.tongbao.customer.challenge.ChallengeGuards;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Rider;
import io.tongbao.ledger.Transfer;
import io.tongbao.outbox.Event;
import io.tongbao.payment.funding.FundingSource;
import io.tongbao.payment.funding.Leg;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of one use case, as a posting: the idempotency guard first, then guards and transfers in the order they are
 * added. {@link #conclude} runs once per decision, on the lane's thread, and feeds the guards' new states, the riders and
 * the stored answer alike. A batch that is run again decides again; what was concluded last is what was committed.
 *
 * @param <V> what the use case answers with
 */
abstract class PostingScript<V> {

    private final PaymentDesk desk;
    private final IdempotencyId idempotency;
    private final byte[] requestHash;
    private final AnswerRenderer<V> renderer;
    private final Funding funding;
    private final List<Guard<?, ?>> guards = new ArrayList<>(6);
    private final List<Transfer> transfers = new ArrayList<>(1);
    private final List<Call> legs = new ArrayList<>(0);
    // Made before queueing, to keep the lane's thread free of random numbers.
    private final UUID eventId;
    private @Nullable Decision decided;
    private @Nullable Concluded<V> concluded;

    private record Call(Leg leg, @Nullable String bankCode) {}

    private record Concluded<V>(
            Conclusion<V> conclusion,
            StoredAnswer answer,
            @Nullable Refusal refusal) {}

    PostingScript(
            PaymentDesk desk,
            IdempotencyId idempotency,
            byte[] requestHash,
            AnswerRenderer<V> renderer,
            Funding funding) {
        this.desk = desk;
        this.idempotency = idempotency;
        this.requestHash = requestHash;
        this.renderer = renderer;
        this.funding = funding;
        this.eventId = desk.ids().next();
        guards.add(new IdempotencyGuard(idempotency, requestHash, this::answered));
    }

    /** What it comes to; {@code refusal} is null when all guards passed and all transfers applied. Pure. */
    abstract Conclusion<V> conclude(BatchStamp stamp, @Nullable Refusal refusal);

    final void guard(Guard<?, ?> guard) {
        guards.add(guard);
    }

    /** The customer may pay this much to this account, and proves it. */
    final void payment(PayerProof proof, CustomerFacts payer, Money amount, long payeeAccountId) {
        spend(payer, amount);
        proof(proof, amount, payeeAccountId);
    }

    /** As above; what does not come from the wallet does not count towards the limits of its class. */
    final void payment(Paying paying, PayerProof proof, CustomerFacts payer, Money amount, long payeeAccountId) {
        spend(paying, payer, amount);
        proof(proof, amount, payeeAccountId);
    }

    final void spend(Paying paying, CustomerFacts payer, Money amount) {
        guards.addAll(paying.guards());
        if (paying.source() instanceof FundingSource.Wallet) {
            spend(payer, amount);
        }
    }

    /** The payment fits into the limits of the payer's class, where the policy has any. */
    final void spend(CustomerFacts payer, Money amount) {
        if (desk.policy().limitsByTier()) {
            guards.addAll(desk.guards().allowance(payer, amount.minor()));
        }
    }

    /** The customer may pay and proves it. */
    final void proof(PayerProof proof, Money amount, long payeeAccountId) {
        guards.add(desk.guards().payer(proof.customerId()));
        switch (proof) {
            case PayerProof.PinProof(var customerId, var pin, var place) ->
                guards.add(desk.guards().pin(customerId, pin, place));
            case PayerProof.DeviceProof(var customerId, var deviceId) ->
                guards.add(desk.guards().device(customerId, deviceId));
            case PayerProof.ApprovalProof(var customerId, var challengeId) ->
                guards.add(ChallengeGuards.payment(challengeId, customerId, amount, payeeAccountId));
            case PayerProof.NoProof none -> desk.requireWaiver();
        }
    }

    final RowGuard<UUID, Order> order(UUID orderId, RowGuard.Judge<Order> judge) {
        RowGuard<UUID, Order> guard = new RowGuard<>(
                OrderTable.INSTANCE, orderId, PaymentError.PAYMENT_NOT_FOUND, judge, decision -> concluded(decision)
                        .conclusion()
                        .order());
        guards.add(guard);
        return guard;
    }

    final RowGuard<UUID, Agreement> agreement(UUID agreementId, RowGuard.Judge<Agreement> judge) {
        RowGuard<UUID, Agreement> guard = new RowGuard<>(
                AgreementTable.INSTANCE, agreementId, PaymentError.AGREEMENT_NOT_FOUND, judge, decision -> concluded(
                                decision)
                        .conclusion()
                        .agreement());
        guards.add(guard);
        return guard;
    }

    /** Reserves the leg's money, and makes the call once the posting is durable and has been accepted. */
    final void leg(Leg leg, int reason, @Nullable String bankCode) {
        transfers.add(Paying.reservation(leg, reason));
        legs.add(new Call(leg, bankCode));
    }

    /** The rows of the legs, to ride with the posting. */
    final List<Rider<?>> legRows(BatchStamp stamp) {
        List<Rider<?>> rows = new ArrayList<>(legs.size());
        legs.forEach(call -> rows.add(LegRunner.written(desk, call.leg(), stamp.ts())));
        return rows;
    }

    final void transfer(Transfer transfer) {
        transfers.add(transfer);
    }

    final Rider<Event> event(String type, UUID subject, @Nullable UUID owner, BatchStamp stamp, byte[] payload) {
        return new Rider<>(EventRows.INSTANCE, new Event(eventId, type, subject, owner, stamp.ts(), payload));
    }

    final Rider<Event> paymentEvent(Payment payment, BatchStamp stamp) {
        return event(
                EventTypes.of(payment.state()), payment.id(), payment.providerId(), stamp, PaymentJson.write(payment));
    }

    /** Posts it and waits. Throws {@link Refused} when the request was rejected, or its outcome is unknown. */
    final Outcome<V> run() {
        return outcome(desk.ledger().post(posting()));
    }

    /**
     * Queues it. Postings queued one after the other, into a ledger of one lane, are decided in that order. The future
     * fails with {@link Refused} where {@link #run} throws it.
     */
    final CompletableFuture<Outcome<V>> submit() {
        return desk.ledger().submit(posting()).thenApply(this::outcome);
    }

    private Posting posting() {
        return new Posting(idempotency.affinity(), transfers, guards, this::riders);
    }

    private Outcome<V> outcome(Decision decision) {
        return switch (decision) {
            case Decision.Replayed(var stamp, var first) -> new Outcome<>((StoredAnswer) first, true, null, null);
            case Decision.Rejected(var stamp, var code, var detail) -> {
                if (code == CustomerError.CUSTOMER_FACTS_CHANGED) {
                    desk.customers().forgetAll();
                }
                throw new Refused(code, detail == null ? null : detail.toString());
            }
            case Decision.Applied applied -> recorded();
            case Decision.RefusedByGuard refused -> recorded();
            case Decision.RefusedByLedger refused -> recorded();
        };
    }

    /** What was concluded last, once {@link #run} has answered. */
    final Conclusion<V> conclusion() {
        Concluded<V> last = concluded;
        if (last == null) {
            throw new IllegalStateException("the posting was not concluded");
        }
        return last.conclusion();
    }

    private Outcome<V> recorded() {
        Concluded<V> last = concluded;
        if (last == null) {
            throw new IllegalStateException("a posting was applied before and its request is unknown");
        }
        if (!last.conclusion().riders().isEmpty()) {
            desk.signal().raise();
        }
        Refusal refusal = last.refusal();
        if (refusal == null && !legs.isEmpty()) {
            LegRunner runner = new LegRunner(desk);
            legs.forEach(call -> runner.start(call.leg(), call.bankCode()));
        }
        return new Outcome<>(last.answer(), false, last.conclusion().view(), refusal == null ? null : refusal.code());
    }

    private Concluded<V> concluded(Decision decision) {
        Concluded<V> known = concluded;
        if (known != null && decided == decision) {
            return known;
        }
        Refusal refusal = Refusal.of(decision, funding);
        Conclusion<V> conclusion = conclude(decision.stamp(), refusal);
        V view = conclusion.view();
        StoredAnswer answer;
        if (refusal != null) {
            answer = renderer.refusal(refusal.code(), refusal.detail(), view);
        } else if (view != null) {
            answer = renderer.success(view);
        } else {
            throw new IllegalStateException("a success without a view");
        }
        Concluded<V> fresh = new Concluded<>(conclusion, answer, refusal);
        decided = decision;
        concluded = fresh;
        return fresh;
    }

    private List<Rider<?>> riders(Decision decision) {
        return concluded(decision).conclusion().riders();
    }

    private IdempotencyRow answered(Decision decision) {
        Concluded<V> done = concluded(decision);
        return new IdempotencyRow(
                requestHash,
                done.answer(),
                done.conclusion().objectId(),
                decision.stamp().ts());
    }
}
