package io.tongbao.carrier.diameter.wire;

import java.util.List;
import java.util.Optional;

/**
 * Attributes in a row, of a message or of a group.
 *
 * @param depth 0 in a message, one more in each group
 */
public record Avps(List<Avp> all, int depth) {

    /** Groups within groups, at most. */
    public static final int MOST_DEPTH = 8;

    public Avps {
        all = List.copyOf(all);
    }

    public static Avps of(List<Avp> all) {
        return new Avps(all, 0);
    }

    /** The first of the IETF's own with this code. */
    public Optional<Avp> find(int code) {
        return all.stream()
                .filter(each -> each.code() == code && each.vendor() == 0)
                .findFirst();
    }

    /** @throws Malformed when it is missing */
    public Avp require(int code) throws Malformed {
        return find(code).orElseThrow(() -> new Malformed(Codes.MISSING_AVP, "AVP " + code + " is missing"));
    }

    public Optional<String> text(int code) {
        return find(code).map(Avp::text);
    }

    /** @throws Malformed when it is missing or of another length */
    public int number(int code) throws Malformed {
        return require(code).number();
    }

    /** @throws Malformed when it is missing, cannot be read, or lies too deep */
    public Avps group(int code) throws Malformed {
        return inside(require(code));
    }

    /** The members of a group. @throws Malformed when it cannot be read or lies too deep */
    public Avps inside(Avp group) throws Malformed {
        if (depth >= MOST_DEPTH) {
            throw new Malformed(Codes.INVALID_AVP_VALUE, "groups are nested deeper than " + MOST_DEPTH);
        }
        return new Avps(Codec.decodeAvps(group.data(), 0), depth + 1);
    }
}
