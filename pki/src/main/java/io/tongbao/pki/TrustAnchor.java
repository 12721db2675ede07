package io.tongbao.pki;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * An outside authority whose certificates are accepted.
 *
 * @param id public form {@code anc_…}
 * @param label for people
 */
public record TrustAnchor(UUID id, String label, byte[] certificateDer, OnSilence onSilence, boolean active) {

    /** Prefix of public anchor ids. */
    public static final String PREFIX = "anc";

    static final String COLUMNS = "n.id, n.label, n.certificate, n.on_silence, n.active";

    /** What to do when nobody says whether a certificate is revoked; the number is stored and never changes. */
    public enum OnSilence {
        /** Hard fail: not knowing is a no. */
        REFUSE(1),
        /** Soft fail: not knowing is a yes. */
        ACCEPT(2);

        private final int number;

        OnSilence(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    static TrustAnchor of(ResultSet row) throws SQLException {
        return new TrustAnchor(
                row.getObject("id", UUID.class),
                row.getString("label"),
                row.getBytes("certificate"),
                row.getInt("on_silence") == 1 ? OnSilence.REFUSE : OnSilence.ACCEPT,
                row.getBoolean("active"));
    }

    @Override
    public String toString() {
        return "TrustAnchor[" + label + " " + id + "]";
    }
}
