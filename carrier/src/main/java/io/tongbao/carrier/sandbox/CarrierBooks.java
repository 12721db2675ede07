package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.Subscriber.Standing;
import io.tongbao.carrier.sandbox.Operation.State;
import io.tongbao.kernel.Msisdn;
import io.tongbao.partner.sandbox.JournalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox carrier's own books, in a file of its own: who its subscribers are and what was charged, by the platform's instruction ids. Each
 * instruction takes effect once; a repeat gets the first answer; what was reversed before it arrived is refused. Thread-safe.
 */
public final class CarrierBooks implements AutoCloseable {

    /** The zone of the carrier's days and months. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /**
     * A subscriber as it stands.
     *
     * @param chargedMinor charged this month, reservations included
     */
    public record Account(SandboxSubscriber opened, long availableMinor, long chargedMinor, long points) {

        /** What may still be charged this month. */
        public long chargeableMinor() {
            return Math.max(0, Math.min(availableMinor, opened.monthlyCapMinor() - chargedMinor));
        }
    }

    private static final class Standings {
        private final SandboxSubscriber opened;
        private final Map<YearMonth, Long> charged = new HashMap<>();
        private long available;
        private long points;

        private Standings(SandboxSubscriber opened) {
            this.opened = opened;
            this.available = opened.availableMinor();
            this.points = opened.points();
        }
    }

    private final InstantSource clock;
    private final Duration reservationLife;
    private final Map<Msisdn, Standings> subscribers = new LinkedHashMap<>();
    private final Map<UUID, Operation> operations = new LinkedHashMap<>();
    private final Map<String, UUID> byReference = new HashMap<>();
    private final Map<UUID, Long> refunded = new HashMap<>();
    private final Map<UUID, Instant> reserved = new LinkedHashMap<>();
    private final Map<UUID, UUID> reversedUnseen = new HashMap<>();
    private @Nullable JournalFile journal;

    private CarrierBooks(InstantSource clock, Duration reservationLife) {
        this.clock = clock;
        this.reservationLife = reservationLife;
    }

    /** @param reservationLife how long a reservation stands */
    public static CarrierBooks open(Path file, InstantSource clock, Duration reservationLife) throws IOException {
        CarrierBooks books = new CarrierBooks(clock, reservationLife);
        books.journal = JournalFile.open(file, line -> books.apply(BookLine.read(line)));
        return books;
    }

    /** Opens a subscriber; nothing when the number is known. */
    public synchronized void open(SandboxSubscriber subscriber) {
        if (!subscribers.containsKey(subscriber.number())) {
            record(new BookLine.Opened(subscriber));
        }
    }

    /** @param reserve only reserves, {@link #confirm} charges */
    public synchronized BookAnswer charge(UUID id, Msisdn number, long amountMinor, boolean reserve, String text) {
        Kind kind = reserve ? Kind.RESERVATION : Kind.CHARGE;
        BookAnswer known = known(id, kind, number, amountMinor);
        if (known != null) {
            return known;
        }
        return enter(
                id,
                kind,
                number,
                amountMinor,
                null,
                0,
                reserve ? State.RESERVED : State.DONE,
                text,
                mayPay(number, amountMinor));
    }

    public synchronized BookAnswer confirm(UUID id) {
        return settle(id, State.CONFIRMED);
    }

    public synchronized BookAnswer cancel(UUID id) {
        return settle(id, State.CANCELLED);
    }

    private BookAnswer settle(UUID id, State wanted) {
        expire();
        Operation known = operations.get(id);
        if (known == null || known.kind() != Kind.RESERVATION) {
            return new BookAnswer(BookCode.ORIGINAL_UNFIT, known);
        }
        if (known.state() == State.RESERVED) {
            record(new BookLine.Changed(id, wanted));
            return new BookAnswer(BookCode.OK, operations.get(id));
        }
        if (known.state() == wanted) {
            return new BookAnswer(BookCode.OK, known);
        }
        BookCode code =
                switch (known.state()) {
                    case CONFIRMED -> BookCode.CONFIRMED;
                    // What is to be cancelled and has expired is as good as cancelled.
                    case EXPIRED, REVERSED, CANCELLED -> wanted == State.CANCELLED ? BookCode.OK : BookCode.CANCELLED;
                    case DONE, DECLINED, RESERVED -> BookCode.ORIGINAL_UNFIT;
                };
        return new BookAnswer(code, known);
    }

    public synchronized BookAnswer refund(UUID id, UUID original, long amountMinor) {
        Operation charge = operations.get(original);
        BookAnswer known = known(id, Kind.REFUND, null, amountMinor);
        if (known != null) {
            return known;
        }
        if (charge == null) {
            return new BookAnswer(BookCode.ORIGINAL_UNFIT, null);
        }
        boolean fits = charge.counts()
                && (charge.kind() == Kind.CHARGE || charge.kind() == Kind.RESERVATION)
                && amountMinor <= remaining(charge);
        return enter(
                id,
                Kind.REFUND,
                charge.number(),
                amountMinor,
                original,
                0,
                State.DONE,
                "",
                fits ? BookCode.OK : BookCode.ORIGINAL_UNFIT);
    }

    /** Takes the original back as if it had never been; remembered when the original has not come yet. */
    public synchronized BookAnswer reverse(UUID id, UUID original) {
        expire();
        Operation known = operations.get(original);
        if (known == null) {
            if (!reversedUnseen.containsKey(original)) {
                record(new BookLine.Blocked(original, id));
            }
            return new BookAnswer(BookCode.OK, null);
        }
        if (known.kind() == Kind.REFUND) {
            return new BookAnswer(BookCode.ORIGINAL_UNFIT, known);
        }
        if (known.counts() || known.state() == State.RESERVED) {
            record(new BookLine.Changed(original, State.REVERSED));
        }
        return new BookAnswer(BookCode.OK, operations.get(original));
    }

    public synchronized BookAnswer topUp(UUID id, Msisdn number, long amountMinor) {
        BookAnswer known = known(id, Kind.TOP_UP, number, amountMinor);
        if (known != null) {
            return known;
        }
        Standings subscriber = subscribers.get(number);
        BookCode code = subscriber == null
                ? BookCode.NO_SUCH_SUBSCRIBER
                : subscriber.opened.standing() == Standing.INACTIVE ? BookCode.INACTIVE : BookCode.OK;
        return enter(id, Kind.TOP_UP, number, amountMinor, null, 0, State.DONE, "", code);
    }

    public synchronized BookAnswer exchangePoints(UUID id, Msisdn number, long points, long amountMinor) {
        BookAnswer known = known(id, Kind.POINTS, number, amountMinor);
        if (known != null) {
            return known;
        }
        Standings subscriber = subscribers.get(number);
        BookCode code = standing(subscriber);
        if (subscriber != null && code == BookCode.OK && subscriber.points < points) {
            code = BookCode.INSUFFICIENT;
        }
        return enter(id, Kind.POINTS, number, amountMinor, null, points, State.DONE, "", code);
    }

    /** Whether this number may be charged so much now. */
    public synchronized BookCode mayPay(Msisdn number, long amountMinor) {
        expire();
        Standings subscriber = subscribers.get(number);
        BookCode code = standing(subscriber);
        if (subscriber == null || code != BookCode.OK) {
            return code;
        }
        long charged = subscriber.charged.getOrDefault(month(clock.instant()), 0L);
        if (amountMinor > subscriber.opened.monthlyCapMinor() - charged) {
            return BookCode.OVER_CAP;
        }
        return amountMinor > subscriber.available ? BookCode.INSUFFICIENT : BookCode.OK;
    }

    public synchronized Optional<Operation> operation(UUID id) {
        expire();
        return Optional.ofNullable(operations.get(id));
    }

    public synchronized Optional<Operation> operation(String reference) {
        UUID id = byReference.get(reference);
        return id == null ? Optional.empty() : operation(id);
    }

    /** What is left to refund of a charge, minor units. */
    public synchronized long remaining(Operation charge) {
        return charge.amountMinor() - refunded.getOrDefault(charge.id(), 0L);
    }

    public synchronized Optional<Account> account(Msisdn number) {
        expire();
        return Optional.ofNullable(subscribers.get(number)).map(this::account);
    }

    public synchronized List<Account> accounts() {
        expire();
        return subscribers.values().stream().map(this::account).toList();
    }

    /** All entries, oldest first. */
    public synchronized List<Operation> all() {
        expire();
        return new ArrayList<>(operations.values());
    }

    /** What stands on the bill of one of the carrier's days, oldest first. */
    public List<Operation> operations(LocalDate day) {
        return all().stream()
                .filter(each ->
                        each.counts() && LocalDate.ofInstant(each.at(), ZONE).equals(day))
                .toList();
    }

    private Account account(Standings of) {
        return new Account(of.opened, of.available, of.charged.getOrDefault(month(clock.instant()), 0L), of.points);
    }

    private static BookCode standing(@Nullable Standings subscriber) {
        if (subscriber == null) {
            return BookCode.NO_SUCH_SUBSCRIBER;
        }
        return switch (subscriber.opened.standing()) {
            case GOOD -> BookCode.OK;
            case IN_ARREARS -> BookCode.IN_ARREARS;
            case BARRED -> BookCode.BARRED;
            case INACTIVE -> BookCode.INACTIVE;
        };
    }

    /** The first answer to this id, or null when it is new; an original that comes again after its reversal is refused. */
    private @Nullable BookAnswer known(UUID id, Kind kind, @Nullable Msisdn number, long amountMinor) {
        expire();
        Operation known = operations.get(id);
        if (known != null) {
            boolean same = known.kind() == kind
                    && known.amountMinor() == amountMinor
                    && (number == null || known.number().equals(number));
            BookCode first = known.state() == State.REVERSED ? BookCode.REVERSED : known.code();
            return new BookAnswer(same ? first : BookCode.ID_REUSED, known);
        }
        return null;
    }

    private BookAnswer enter(
            UUID id,
            Kind kind,
            Msisdn number,
            long amountMinor,
            @Nullable UUID original,
            long points,
            State state,
            String text,
            BookCode judged) {
        BookCode code = reversedUnseen.containsKey(id) ? BookCode.REVERSED : judged;
        Operation operation = new Operation(
                id,
                String.format("P%012d", operations.size() + 1),
                kind,
                number,
                amountMinor,
                original,
                points,
                clock.instant(),
                code == BookCode.OK ? state : State.DECLINED,
                code,
                text);
        record(new BookLine.Entered(operation));
        return new BookAnswer(code, operation);
    }

    private void expire() {
        Instant now = clock.instant();
        while (!reserved.isEmpty()) {
            Map.Entry<UUID, Instant> oldest = reserved.entrySet().iterator().next();
            if (now.isBefore(oldest.getValue())) {
                return;
            }
            record(new BookLine.Changed(oldest.getKey(), State.EXPIRED));
        }
    }

    /** Writes first, then lets it take effect: what was answered is on file. */
    private void record(BookLine line) {
        JournalFile file = journal;
        if (file == null) {
            throw new IllegalStateException("closed");
        }
        try {
            file.append(line.write());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        apply(line);
    }

    private void apply(BookLine line) {
        switch (line) {
            case BookLine.Opened(SandboxSubscriber opened) ->
                subscribers.putIfAbsent(opened.number(), new Standings(opened));
            case BookLine.Blocked(UUID original, UUID reversal) -> reversedUnseen.put(original, reversal);
            case BookLine.Entered(Operation operation) -> {
                operations.put(operation.id(), operation);
                byReference.put(operation.reference(), operation.id());
                if (operation.state() == State.RESERVED) {
                    reserved.put(operation.id(), operation.at().plus(reservationLife));
                }
                if (operation.state() != State.DECLINED) {
                    move(operation, operation.amountMinor(), 1);
                    if (operation.original() != null) {
                        refunded.merge(operation.original(), operation.amountMinor(), Math::addExact);
                    }
                }
            }
            case BookLine.Changed(UUID id, State state) -> {
                Operation before = operations.get(id);
                if (before == null) {
                    throw new IllegalStateException("the books change what they do not have");
                }
                reserved.remove(id);
                operations.put(id, before.in(state));
                if (state != State.CONFIRMED) {
                    move(before, remaining(before), -1);
                }
            }
        }
    }

    /** @param sign 1 when the operation takes effect, −1 when it is taken back */
    private void move(Operation operation, long amountMinor, int sign) {
        Standings subscriber = subscribers.get(operation.number());
        if (subscriber == null) {
            throw new IllegalStateException("the books move money of nobody");
        }
        switch (operation.kind()) {
            case CHARGE, RESERVATION -> {
                subscriber.available -= sign * amountMinor;
                subscriber.charged.merge(month(operation.at()), sign * amountMinor, Math::addExact);
            }
            case REFUND -> {
                subscriber.available += sign * amountMinor;
                Operation original = operation.original() == null ? null : operations.get(operation.original());
                subscriber.charged.merge(
                        month(original == null ? operation.at() : original.at()), -sign * amountMinor, Math::addExact);
            }
            case TOP_UP -> subscriber.available += sign * amountMinor;
            case POINTS -> subscriber.points -= sign * operation.points();
        }
    }

    private static YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(ZONE));
    }

    @Override
    public synchronized void close() throws IOException {
        if (journal != null) {
            journal.close();
            journal = null;
        }
    }
}
