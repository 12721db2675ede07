package io.tongbao.ledger.posting;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pending transfer and what became of it, while a batch is decided. Confined to the lane's thread. */
public final class PendingState {

    /** How a pending transfer ended; the number is stored. */
    public enum Status {
        OPEN(0),
        POSTED(1),
        VOIDED(2),
        EXPIRED(3);

        private final int number;

        Status(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        public static Status of(int number) {
            return switch (number) {
                case 0 -> OPEN;
                case 1 -> POSTED;
                case 2 -> VOIDED;
                case 3 -> EXPIRED;
                default -> throw new IllegalArgumentException("pending status " + number);
            };
        }
    }

    final UUID id;
    final long debitId;
    final long creditId;
    final long amount;
    final long expiresTs;
    final int ledger;
    final int code;
    final int flags;
    private final boolean fresh;
    Status status;

    @Nullable
    UUID resolvedBy;

    private final Status loadedStatus;

    /**
     * @param expiresTs microseconds since 1970, 0 for never
     * @param fresh whether it was made in this batch, so that it is inserted and not updated
     */
    public PendingState(
            UUID id,
            long debitId,
            long creditId,
            long amount,
            long expiresTs,
            int ledger,
            int code,
            int flags,
            Status status,
            boolean fresh) {
        this.id = id;
        this.debitId = debitId;
        this.creditId = creditId;
        this.amount = amount;
        this.expiresTs = expiresTs;
        this.ledger = ledger;
        this.code = code;
        this.flags = flags;
        this.status = status;
        this.loadedStatus = status;
        this.fresh = fresh;
    }

    public UUID id() {
        return id;
    }

    public long debitId() {
        return debitId;
    }

    public long creditId() {
        return creditId;
    }

    public long amount() {
        return amount;
    }

    public long expiresTs() {
        return expiresTs;
    }

    public int ledger() {
        return ledger;
    }

    public int code() {
        return code;
    }

    public int flags() {
        return flags;
    }

    public Status status() {
        return status;
    }

    public @Nullable UUID resolvedBy() {
        return resolvedBy;
    }

    public boolean fresh() {
        return fresh;
    }

    public boolean changed() {
        return status != loadedStatus;
    }
}
