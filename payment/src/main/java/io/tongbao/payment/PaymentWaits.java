package io.tongbao.payment;

import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Who waits in this process for a payment to change. What other nodes change is found by looking again now and then. Thread-safe. */
final class PaymentWaits {

    /** More would be a way to fill the memory with waiting. */
    static final int MOST = 10_000;

    private final ConcurrentHashMap<UUID, Queue<CompletableFuture<Void>>> waiting = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(MOST);

    /** Completes when the payment changes next; null when too many wait already. */
    @Nullable
    CompletableFuture<Void> next(UUID paymentId) {
        if (!room.tryAcquire()) {
            return null;
        }
        CompletableFuture<Void> change = new CompletableFuture<>();
        waiting.compute(paymentId, (id, queue) -> {
            Queue<CompletableFuture<Void>> known = queue == null ? new ConcurrentLinkedQueue<>() : queue;
            known.add(change);
            return known;
        });
        return change;
    }

    /** Gives the place back. */
    @SuppressWarnings("CollectionUndefinedEquality") // this very future is meant
    void leave(UUID paymentId, CompletableFuture<Void> change) {
        room.release();
        waiting.computeIfPresent(paymentId, (id, queue) -> {
            queue.remove(change);
            return queue.isEmpty() ? null : queue;
        });
    }

    void changed(UUID paymentId) {
        Queue<CompletableFuture<Void>> queue = waiting.get(paymentId);
        if (queue != null) {
            queue.forEach(change -> change.complete(null));
        }
    }
}
