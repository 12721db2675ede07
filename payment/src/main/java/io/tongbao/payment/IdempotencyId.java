package io.tongbao.payment;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.UUID;

/**
 * The caller's own id of a request. The same id with the same request gets the first answer for ever; with another request
 * it is {@link PaymentError#IDEMPOTENCY_KEY_REUSED}.
 *
 * @param caller {@code sp:<uuid>}, {@code dev:<customer uuid>} or {@code sys:…}; at most 64 characters
 * @param key 1 to 64 visible ASCII characters
 */
public record IdempotencyId(String caller, String key) implements Comparable<IdempotencyId> {

    public IdempotencyId {
        if (!visible(caller)) {
            throw new IllegalArgumentException("caller of an idempotency id");
        }
        if (!visible(key)) {
            throw new Refused(RequestError.INVALID_REQUEST, "idempotency key: 1 to 64 visible ASCII characters");
        }
    }

    /** A request of a service provider or agent. */
    public static IdempotencyId ofProvider(UUID providerId, String key) {
        return new IdempotencyId("sp:" + providerId, key);
    }

    /** A request of a customer's own device. */
    public static IdempotencyId ofCustomer(UUID customerId, String key) {
        return new IdempotencyId("dev:" + customerId, key);
    }

    /** A request of the platform itself. */
    public static IdempotencyId ofSystem(String name, String key) {
        return new IdempotencyId("sys:" + name, key);
    }

    /** Equal ids share a lane of the ledger; different ones spread. FNV-1a over both parts. */
    long affinity() {
        return mix(mix(0xcbf2_9ce4_8422_2325L, caller), key);
    }

    @Override
    public int compareTo(IdempotencyId other) {
        int byCaller = caller.compareTo(other.caller);
        return byCaller != 0 ? byCaller : key.compareTo(other.key);
    }

    private static long mix(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x0000_0100_0000_01b3L;
        }
        return hash;
    }

    private static boolean visible(String text) {
        if (text.isEmpty() || text.length() > 64) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
