package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.sandbox.Operation.State;
import io.tongbao.kernel.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What the lines of the books add up to. Only lines change it, so the file read again gives the same. Not thread-safe. */
final class BookState {

    /** A subscriber's money and points. */
    static final class Standings {
        final SandboxSubscriber opened;
        final Map<YearMonth, Long> charged = new HashMap<>();
        long available;
        long points;

        Standings(SandboxSubscriber opened) {
            this.opened = opened;
            this.available = opened.availableMinor();
            this.points = opened.points();
        }
    }

    final Map<Msisdn, Standings> subscribers = new LinkedHashMap<>();
    final Map<UUID, Operation> operations = new LinkedHashMap<>();
    final Map<String, UUID> byReference = new HashMap<>();
    final Map<UUID, Long> refunded = new HashMap<>();
    /** When each reservation ends, the oldest first. */
    final Map<UUID, Instant> reserved = new LinkedHashMap<>();
    /** Reversals that came before their originals, by original. */
    final Map<UUID, UUID> reversedUnseen = new HashMap<>();

    void apply(BookLine line, Duration reservationLife) {
        switch (line) {
            case BookLine.Opened(SandboxSubscriber opened) ->
                subscribers.putIfAbsent(opened.number(), new Standings(opened));
            case BookLine.Blocked(UUID original, UUID reversal) -> reversedUnseen.put(original, reversal);
            case BookLine.Entered(Operation operation) -> enter(operation, reservationLife);
            case BookLine.Changed(UUID id, State state) -> change(id, state);
        }
    }

    private void enter(Operation operation, Duration reservationLife) {
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

    private void change(UUID id, State state) {
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

    long remaining(Operation charge) {
        return charge.amountMinor() - refunded.getOrDefault(charge.id(), 0L);
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

    static YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(CarrierBooks.ZONE));
    }
}
