package io.tongbao.bank.file.format;

import java.util.Optional;

/** Which instructions share a file. */
public enum BatchGroup {
    ALL(1),
    DEBITS(2),
    CREDITS(3),
    REFUNDS(4);

    private final int code;

    BatchGroup(int code) {
        this.code = code;
    }

    /** As stored. */
    public int code() {
        return code;
    }

    public static Optional<BatchGroup> ofCode(int code) {
        for (BatchGroup each : values()) {
            if (each.code == code) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
