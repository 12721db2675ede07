package io.tongbao.carrier.diameter;

import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierCapability;
import io.tongbao.carrier.CarrierInstruction;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierInstruction.Original;
import io.tongbao.carrier.CarrierKind.Surroundings;
import io.tongbao.carrier.CarrierProfile;
import io.tongbao.carrier.ChargeFileAnswer;
import io.tongbao.carrier.Subscriber;
import io.tongbao.carrier.Subscriber.Standing;
import io.tongbao.carrier.SubscriberAnswer;
import io.tongbao.carrier.diameter.DiameterLink.Answer;
import io.tongbao.carrier.diameter.DiameterLink.Reply;
import io.tongbao.carrier.diameter.DiameterLink.Silence;
import io.tongbao.carrier.diameter.wire.Codes;
import io.tongbao.carrier.diameter.wire.Malformed;
import io.tongbao.carrier.diameter.wire.Message;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Declined;
import io.tongbao.partner.PartnerAnswer.Done;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.NotSent;
import io.tongbao.partner.PartnerAnswer.Outage;
import io.tongbao.partner.PartnerAnswer.Unknown;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A carrier that speaks Diameter credit control. It has no inquiry: what is in doubt is reversed, or repeated with the same id, which the
 * charging system recognises.
 */
final class DiameterCarrier implements Carrier {

    private static final Logger LOG = LoggerFactory.getLogger(DiameterCarrier.class);

    private final DiameterSettings settings;
    private final Surroundings surroundings;
    private final DiameterLink link;
    private final Charging charging;
    private final Ids ids;
    private final Semaphore places;

    DiameterCarrier(DiameterSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.charging = new Charging(settings);
        this.ids = Ids.secure(surroundings.clock());
        this.places = new Semaphore(settings.profile().maxInFlight());
        this.link = new DiameterLink(settings, surroundings.clock());
    }

    @Override
    public CarrierProfile profile() {
        return settings.profile();
    }

    @Override
    public boolean ready() {
        return link.connected() && places.availablePermits() > 0;
    }

    @Override
    public PartnerAnswer charge(CarrierInstruction.Charge charge) {
        return limited(() -> send(
                charging.event(
                        Codes.DIRECT_DEBITING,
                        charging.session(charge.id(), charge.at()),
                        Charging.FIRST,
                        charge.at(),
                        charge.number(),
                        charge.amount(),
                        Charging.purpose(charge.description(), charge.merchant())),
                new Asked(charge.id(), Credit.Asking.CHARGE, charge.amount()),
                false,
                deadline()));
    }

    @Override
    public PartnerAnswer reserve(CarrierInstruction.Charge charge) {
        return limited(() -> {
            long deadline = deadline();
            PartnerAnswer answer = send(
                    charging.initial(
                            charging.session(charge.id(), charge.at()),
                            charge.at(),
                            charge.number(),
                            charge.amount(),
                            Charging.purpose(charge.description(), charge.merchant())),
                    new Asked(charge.id(), Credit.Asking.RESERVE, charge.amount()),
                    false,
                    deadline);
            if (answer instanceof Declined(DeclineReason reason, String code) && code.equals(Credit.LESS)) {
                // Less than asked is of no use; it must not stay reserved.
                PartnerAnswer released = end(
                        charge.id(),
                        charge.at(),
                        charge.number(),
                        Money.zero(charge.amount().currency()),
                        deadline);
                return released instanceof Done ? new Declined(reason, code) : new Unknown(Doubt.PARTNER_ERROR);
            }
            return answer;
        });
    }

    @Override
    public PartnerAnswer confirm(Original reservation) {
        return limited(
                () -> end(reservation.id(), reservation.at(), reservation.number(), reservation.amount(), deadline()));
    }

    @Override
    public PartnerAnswer cancel(Original reservation) {
        return limited(() -> end(
                reservation.id(),
                reservation.at(),
                reservation.number(),
                Money.zero(reservation.amount().currency()),
                deadline()));
    }

    private PartnerAnswer end(UUID id, Instant at, Msisdn number, Money used, long deadline) {
        return send(
                charging.termination(
                        charging.session(id, at), used.isZero() ? Charging.CANCEL : Charging.CONFIRM, at, number, used),
                new Asked(id, Credit.Asking.END, used),
                false,
                deadline);
    }

    @Override
    public PartnerAnswer refund(CarrierInstruction.Refund refund) {
        return limited(() -> refund(refund.id(), refund.at(), refund.amount(), refund.original(), deadline()));
    }

    /** A refund in a session of its own, bound to the original by CC-Correlation-Id. */
    private PartnerAnswer refund(UUID id, Instant at, Money amount, Original original, long deadline) {
        return send(
                charging.event(
                        Codes.REFUND_ACCOUNT,
                        charging.session(id, at),
                        Charging.FIRST,
                        at,
                        original.number(),
                        amount,
                        List.of(Charging.correlation(charging.session(original.id(), original.at())))),
                new Asked(id, Credit.Asking.REFUND, amount),
                false,
                deadline);
    }

    @Override
    public PartnerAnswer reverse(CarrierInstruction.Reversal reversal) {
        Original original = reversal.original();
        if (original.kind() != Kind.CHARGE && original.kind() != Kind.RESERVATION) {
            return new Declined(DeclineReason.NOT_PERMITTED, "NO_REVERSAL");
        }
        return limited(() -> settings.replay() && original.kind() == Kind.CHARGE
                ? replay(reversal, deadline())
                : bound(reversal, deadline()));
    }

    /** REFUND_ACCOUNT in the original's own session: the charging system takes that session back, or remembers that it must never begin. */
    private PartnerAnswer bound(CarrierInstruction.Reversal reversal, long deadline) {
        Original original = reversal.original();
        String session = charging.session(original.id(), original.at());
        PartnerAnswer answer = send(
                charging.event(
                        Codes.REFUND_ACCOUNT,
                        session,
                        Charging.REVERSE,
                        original.at(),
                        original.number(),
                        original.amount(),
                        List.of(Charging.correlation(session))),
                new Asked(reversal.id(), Credit.Asking.REFUND, original.amount()),
                false,
                deadline);
        if (answer instanceof Declined(DeclineReason reason, String code)
                && code.equals(Integer.toString(Codes.UNKNOWN_SESSION_ID))) {
            // It does not know the session and may not remember ours: done only when the original can no longer be on
            // its way.
            return surroundings.clock().instant().isAfter(original.at().plus(settings.settle()))
                    ? new Done(null)
                    : new Unknown(Doubt.PARTNER_ERROR);
        }
        return answer;
    }

    /** For charging systems that know repeats but no reversals: repeats the original, learns its fate for certain, and refunds it. */
    private PartnerAnswer replay(CarrierInstruction.Reversal reversal, long deadline) {
        Original original = reversal.original();
        PartnerAnswer fate = send(
                charging.event(
                        Codes.DIRECT_DEBITING,
                        charging.session(original.id(), original.at()),
                        Charging.FIRST,
                        original.at(),
                        original.number(),
                        original.amount(),
                        List.of()),
                new Asked(reversal.id(), Credit.Asking.CHARGE, original.amount()),
                true,
                deadline);
        return switch (fate) {
            case Done _ -> refund(reversal.id(), reversal.at(), original.amount(), original, deadline);
            case Declined _ -> new Done(null);
            default -> fate;
        };
    }

    @Override
    public InquiryAnswer inquire(Original original) {
        return new InquiryAnswer.NoAnswer(Doubt.PARTNER_ERROR);
    }

    /** By CHECK_BALANCE of the smallest amount, which says enough or not enough and nothing more. */
    @Override
    public SubscriberAnswer subscriber(Msisdn number) {
        if (!profile().can(CarrierCapability.SUBSCRIBER_STATE)) {
            return new SubscriberAnswer.Failed(new NotSent(Outage.NOT_OFFERED));
        }
        Instant now = surroundings.clock().instant();
        String session = charging.session(ids.next(), now);
        if (!places.tryAcquire()) {
            return new SubscriberAnswer.Failed(new NotSent(Outage.TOO_MANY_CALLS));
        }
        try {
            Reply reply = link.exchange(
                    charging.event(
                            Codes.CHECK_BALANCE,
                            session,
                            Charging.FIRST,
                            now,
                            number,
                            Money.of(1, profile().currency()),
                            List.of()),
                    false,
                    deadline(),
                    message -> {});
            return switch (reply) {
                case Silence(PartnerAnswer why) -> new SubscriberAnswer.Failed(why);
                case Answer(Message message) -> subscriber(message, session);
            };
        } catch (Malformed e) {
            return new SubscriberAnswer.Failed(new Unknown(Doubt.UNREADABLE));
        } finally {
            places.release();
        }
    }

    private SubscriberAnswer subscriber(Message message, String session) throws Malformed {
        if (message.read().text(Codes.SESSION_ID).filter(session::equals).isEmpty() && !message.error()) {
            throw new Malformed(Codes.UNKNOWN_SESSION_ID, "another session");
        }
        return switch (message.read().number(Codes.RESULT_CODE)) {
            case Codes.SUCCESS -> {
                boolean enough = message.read().find(Codes.CHECK_BALANCE_RESULT).isEmpty()
                        || message.read().number(Codes.CHECK_BALANCE_RESULT) == 0;
                yield known(Standing.GOOD, enough ? -1 : 0);
            }
            case Codes.CREDIT_LIMIT_REACHED -> known(Standing.GOOD, 0);
            case Codes.END_USER_SERVICE_DENIED -> known(Standing.BARRED, 0);
            case Codes.USER_UNKNOWN -> new SubscriberAnswer.NotOurs();
            default -> new SubscriberAnswer.Failed(Credit.answer(message, Credit.Asking.CHARGE));
        };
    }

    private SubscriberAnswer known(Standing standing, long chargeable) {
        return new SubscriberAnswer.Known(new Subscriber(settings.plan(), standing, chargeable, -1));
    }

    @Override
    public PartnerAnswer topUp(CarrierInstruction.TopUp topUp) {
        return new NotSent(Outage.NOT_OFFERED);
    }

    @Override
    public PartnerAnswer exchangePoints(CarrierInstruction.PointsExchange exchange) {
        return new NotSent(Outage.NOT_OFFERED);
    }

    @Override
    public ChargeFileAnswer chargeFile(LocalDate day) {
        return new ChargeFileAnswer.Failed(new NotSent(Outage.NOT_OFFERED));
    }

    /**
     * What was asked, to understand its answer.
     *
     * @param id the instruction whose answer it is, also when it comes late
     */
    private record Asked(UUID id, Credit.Asking asking, Money amount) {}

    private PartnerAnswer send(Message request, Asked asked, boolean again, long deadline) {
        Reply reply = link.exchange(request, again, deadline, message -> late(message, request, asked));
        return switch (reply) {
            case Silence(PartnerAnswer why) -> why;
            case Answer(Message message) -> Credit.answer(message, request, asked.asking(), asked.amount());
        };
    }

    /** Answers to what ends a reservation are left out: they bear the reservation's id, whose own answer was given. */
    private void late(Message message, Message request, Asked asked) {
        PartnerAnswer answer = Credit.answer(message, request, asked.asking(), asked.amount());
        if (asked.asking() == Credit.Asking.END || !(answer instanceof PartnerAnswer.Final)) {
            return;
        }
        try {
            surroundings.late().arrived(profile().id(), asked.id(), answer);
        } catch (RuntimeException e) {
            // Diameter cannot be told to send it again; the reversal or repeat that follows will learn the same.
            LOG.warn(
                    "{}: a late answer could not be kept: {}",
                    profile().id(),
                    e.getClass().getSimpleName());
        }
    }

    private PartnerAnswer limited(Supplier<PartnerAnswer> call) {
        if (!places.tryAcquire()) {
            return new NotSent(Outage.TOO_MANY_CALLS);
        }
        try {
            return call.get();
        } finally {
            places.release();
        }
    }

    private long deadline() {
        return System.nanoTime() + settings.profile().timeout().toNanos();
    }

    @Override
    public void close() {
        link.close();
    }
}
