package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** A repeat gets the first answer also when what it asks for could not be done any more: the bank is switched off, the card unbound. */
final class FirstAnswers {

    private static final String READ =
            "SELECT request_hash, status, body, object_id, created_ts FROM payment.idempotency WHERE caller = ? AND key = ?";

    private FirstAnswers() {}

    static <V> Outcome<V> or(PaymentDesk desk, IdempotencyId id, byte[] requestHash, Supplier<Outcome<V>> attempt) {
        try {
            return attempt.get();
        } catch (Refused refused) {
            Optional<IdempotencyRow> first = desk.jdbc()
                    .sql(READ)
                    .param(id.caller())
                    .param(id.key())
                    .query((row, n) -> new IdempotencyRow(
                            row.getBytes(1),
                            new StoredAnswer(row.getInt(2), row.getBytes(3)),
                            row.getObject(4, UUID.class),
                            row.getLong(5)))
                    .optional();
            if (first.isPresent() && Arrays.equals(first.get().requestHash(), requestHash)) {
                return new Outcome<>(first.get().answer(), true, null, null);
            }
            throw refused;
        }
    }
}
