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
import java.time.ZoneId;
import java.util.ArrayList;
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

    private final InstantSource clock;
    private final Duration reservationLife;
    private final BookState entries = new BookState();
    private @Nullable JournalFile journal;

    private CarrierBooks(InstantSource clock, Duration reservationLife) {
        this.clock = clock;
        this.reservationLife = reservationLife;
    }

    /** @param reservationLife how long a reservation stands */
    public static CarrierBooks open(Path file, InstantSource clock, Duration reservationLife) throws IOException {
        CarrierBooks books = new CarrierBooks(clock, reservationLife);
        books.journal = JournalFile.open(file, line -> books.entries.apply(BookLine.read(line), reservationLife));
        return books;
    }

    /** Opens a subscriber; nothing when the number is known. */
    public synchronized void open(SandboxSubscriber subscriber) {
        if (!entries.subscribers.containsKey(subscriber.number())) {
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
        Operation known = entries.operations.get(id);
        if (known == null || known.kind() != Kind.RESERVATION) {
            return new BookAnswer(BookCode.ORIGINAL_UNFIT, known);
        }
        if (known.state() == State.RESERVED) {
            record(new BookLine.Changed(id, wanted));
            return new BookAnswer(BookCode.OK, entries.operations.get(id));
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
        Operation charge = entries.operations.get(original);
        BookAnswer known = known(id, Kind.REFUND, null, amountMinor);
        if (known != null) {
            return known;
        }
        if (charge == null) {
            return new BookAnswer(BookCode.ORIGINAL_UNFIT, null);
        }
        boolean fits = charge.counts()
                && (charge.kind() == Kind.CHARGE || charge.kind() == Kind.RESERVATION)
                && amountMinor <= entries.remaining(charge);
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
        Operation known = entries.operations.get(original);
        if (known == null) {
            if (!entries.reversedUnseen.containsKey(original)) {
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
        return new BookAnswer(BookCode.OK, entries.operations.get(original));
    }

    public synchronized BookAnswer topUp(UUID id, Msisdn number, long amountMinor) {
        BookAnswer known = known(id, Kind.TOP_UP, number, amountMinor);
        if (known != null) {
            return known;
        }
        BookState.Standings subscriber = entries.subscribers.get(number);
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
        BookState.Standings subscriber = entries.subscribers.get(number);
        BookCode code = standing(subscriber);
        if (subscriber != null && code == BookCode.OK && subscriber.points < points) {
            code = BookCode.INSUFFICIENT;
        }
        return enter(id, Kind.POINTS, number, amountMinor, null, points, State.DONE, "", code);
    }

    /** Whether this number may be charged so much now. */
    public synchronized BookCode mayPay(Msisdn number, long amountMinor) {
        expire();
        BookState.Standings subscriber = entries.subscribers.get(number);
        BookCode code = standing(subscriber);
        if (subscriber == null || code != BookCode.OK) {
            return code;
        }
        long charged = subscriber.charged.getOrDefault(BookState.month(clock.instant()), 0L);
        if (amountMinor > subscriber.opened.monthlyCapMinor() - charged) {
            return BookCode.OVER_CAP;
        }
        return amountMinor > subscriber.available ? BookCode.INSUFFICIENT : BookCode.OK;
    }

    public synchronized Optional<Operation> operation(UUID id) {
        expire();
        return Optional.ofNullable(entries.operations.get(id));
    }

    public synchronized Optional<Operation> operation(String reference) {
        UUID id = entries.byReference.get(reference);
        return id == null ? Optional.empty() : operation(id);
    }

    /** What is left to refund of a charge, minor units. */
    public synchronized long remaining(Operation charge) {
        return entries.remaining(charge);
    }

    public synchronized Optional<Account> account(Msisdn number) {
        expire();
        return Optional.ofNullable(entries.subscribers.get(number)).map(this::account);
    }

    public synchronized List<Account> accounts() {
        expire();
        return entries.subscribers.values().stream().map(this::account).toList();
    }

    /** All entries, oldest first. */
    public synchronized List<Operation> all() {
        expire();
        return new ArrayList<>(entries.operations.values());
    }

    /** What stands on the bill of one of the carrier's days, oldest first. */
    public List<Operation> operations(LocalDate day) {
        return all().stream()
                .filter(each ->
                        each.counts() && LocalDate.ofInstant(each.at(), ZONE).equals(day))
                .toList();
    }

    private Account account(BookState.Standings of) {
        return new Account(
                of.opened, of.available, of.charged.getOrDefault(BookState.month(clock.instant()), 0L), of.points);
    }

    private static BookCode standing(BookState.@Nullable Standings subscriber) {
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
        Operation known = entries.operations.get(id);
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
        BookCode code = entries.reversedUnseen.containsKey(id) ? BookCode.REVERSED : judged;
        Operation operation = new Operation(
                id,
                String.format("P%012d", entries.operations.size() + 1),
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
        while (!entries.reserved.isEmpty()) {
            Map.Entry<UUID, Instant> oldest =
                    entries.reserved.entrySet().iterator().next();
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
        entries.apply(line, reservationLife);
    }

    @Override
    public synchronized void close() throws IOException {
        if (journal != null) {
            journal.close();
            journal = null;
        }
    }
}
