package io.tongbao.bank.file;

/** Where an instruction stands; the ordinals are no part of the database. */
enum RowState {
    WAITING(1),
    /** Taken back before it was sent. */
    WITHDRAWN(2),
    IN_BATCH(3),
    DONE(4),
    DECLINED(5);

    private final int code;

    RowState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static RowState of(int code) {
        for (RowState each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new IllegalStateException("unknown state of a row: " + code);
    }
}
