package io.tongbao.bank.iso8583;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids as field 48 writes them. */
public final class WireIds {

    private static final int DIGITS = 32;

    private WireIds() {}

    public static String write(UUID id) {
        return WireNames.hex(id);
    }

    /** Empty when it is none. */
    public static Optional<UUID> read(@Nullable String written) {
        if (written == null || written.length() != DIGITS || !written.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(new UUID(
                HexFormat.fromHexDigitsToLong(written, 0, DIGITS / 2),
                HexFormat.fromHexDigitsToLong(written, DIGITS / 2, DIGITS)));
    }
}
