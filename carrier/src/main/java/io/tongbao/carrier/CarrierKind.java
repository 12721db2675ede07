package io.tongbao.carrier;

import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerSettings;
import java.nio.file.Path;
import java.time.InstantSource;

/** A way to speak to carriers. A new carrier of a known kind is settings; a new kind is one of these. */
public interface CarrierKind {

    /** {@code camara}, {@code diameter}. */
    String name();

    /**
     * Opens one carrier. Returns at once; connecting goes on by itself.
     *
     * @throws IllegalArgumentException a setting is missing, unknown or wrong; the message names it and the partner
     */
    Carrier open(PartnerSettings settings, Surroundings surroundings);

    /**
     * What adapters get from the platform.
     *
     * @param secrets directory of the partners' key files, outside the data directory
     * @param late where answers go that come on their own
     */
    record Surroundings(InstantSource clock, Path secrets, LateAnswers late) {}
}
