package io.tongbao.customer.challenge;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** One way to prove oneself; the bit is stored and never changes. */
public enum ProofFactor {
    PIN(1, Kind.KNOWLEDGE),
    /** A code sent to the phone: one factor, whatever else the phone does. */
    SMS_CODE(2, Kind.POSSESSION),
    /** A passkey that verified its user: the key one has and the finger or face it saw. */
    PASSKEY(4, Kind.POSSESSION, Kind.INHERENCE),
    /** A signature by the key of a bound device. */
    DEVICE_KEY(8, Kind.POSSESSION),
    TOTP(16, Kind.POSSESSION),
    /** The whole number of the verified document; for recovery only, since others may have seen it. */
    IDENTITY_NUMBER(32, Kind.KNOWLEDGE);

    /** What a factor rests on; two factors on one thing are stolen together. */
    public enum Kind {
        KNOWLEDGE,
        POSSESSION,
        INHERENCE
    }

    private final int bit;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<Kind> kinds;

    ProofFactor(int bit, Kind... kinds) {
        this.bit = bit;
        this.kinds = Set.of(kinds);
    }

    public int bit() {
        return bit;
    }

    public Set<Kind> kinds() {
        return kinds;
    }

    /** Whether it signs what is approved with a key that was certified to be the customer's. */
    public boolean signs() {
        return this == PASSKEY || this == DEVICE_KEY;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Set<ProofFactor> in(int bits) {
        Set<ProofFactor> factors = EnumSet.noneOf(ProofFactor.class);
        for (ProofFactor factor : values()) {
            if ((bits & factor.bit) != 0) {
                factors.add(factor);
            }
        }
        return factors;
    }
}
