package io.tongbao.ledger;

/** What a transfer does; the number is stored and never changes. */
public enum TransferKind {
    /** Moves money at once. */
    SINGLE(0),
    /** Reserves money until it is posted, voided or expires. */
    PENDING(1),
    /** Posts a pending transfer, in whole or in part; the rest is released. */
    POST(2),
    /** Releases a pending transfer whole. */
    VOID(3),
    /** Releases a pending transfer whose timeout has passed; made by the ledger itself. */
    EXPIRE(4);

    private final int number;

    TransferKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static TransferKind of(int number) {
        return switch (number) {
            case 0 -> SINGLE;
            case 1 -> PENDING;
            case 2 -> POST;
            case 3 -> VOID;
            case 4 -> EXPIRE;
            default -> throw new IllegalArgumentException("transfer kind " + number);
        };
    }

    /** Whether the transfer ends an earlier pending one. */
    public boolean resolves() {
        return this == POST || this == VOID || this == EXPIRE;
    }
}
