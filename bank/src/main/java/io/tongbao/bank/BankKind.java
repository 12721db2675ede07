package io.tongbao.bank;

import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.sql.DataSource;

/** A way to speak to banks. A new bank of a known kind is settings; a new kind is one of these. */
public interface BankKind {

    /** {@code iso8583}, {@code http}, {@code file}. */
    String name();

    /**
     * Opens one bank. Returns at once; connecting goes on by itself.
     *
     * @throws IllegalArgumentException a setting is missing, unknown or wrong; the message names it and the partner
     */
    Bank open(PartnerSettings settings, Surroundings surroundings);

    /**
     * What adapters get from the platform.
     *
     * @param database for kinds that must remember (files under way); schema {@code bank}
     * @param secrets directory of the partners' key files, outside the data directory
     * @param late where answers go that come on their own
     */
    record Surroundings(InstantSource clock, DataSource database, Path secrets, LateAnswers late) {}
}
