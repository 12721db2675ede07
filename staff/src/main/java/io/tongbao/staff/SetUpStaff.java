package io.tongbao.staff;

import io.tongbao.credential.Subject;
import io.tongbao.credential.TotpDevices.Enrolment;
import io.tongbao.kernel.Refused;
import io.tongbao.staff.AuditTrail.Changed;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The first steps of a member, by the one-time link: an authenticator app is shown its secret, then password and first code
 * come together and make the member active. A renewed link replaces all that there was, passkeys and
 * recovery codes too, and ends all sessions.
 *
 * <p>Errors: {@link StaffError#STAFF_SETUP_INVALID}, and WEAK_PASSWORD, TOTP_NOT_ENROLLED, CODE_WRONG of the credentials.
 */
public final class SetUpStaff {

    private final JdbcClient jdbc;
    private final Staff staff;
    private final StaffCredentials credentials;
    private final AuditTrail trail;
    private final InstantSource clock;
    private final String issuer;

    /**
     * @param issuer the operator's name in authenticator apps
     */
    public SetUpStaff(
            DataSource dataSource,
            Staff staff,
            StaffCredentials credentials,
            AuditTrail trail,
            InstantSource clock,
            String issuer) {
        this.jdbc = JdbcClient.create(dataSource);
        this.staff = staff;
        this.credentials = credentials;
        this.trail = trail;
        this.clock = clock;
        this.issuer = issuer;
    }

    /** Who is being set up, and what the authenticator app needs. */
    public record Beginning(StaffMember member, Enrolment enrolment) {}

    public Beginning begin(String token) {
        StaffMember member = memberOf(token, "");
        return new Beginning(member, credentials.totp().enrol(Subject.staff(member.id()), issuer, member.login()));
    }

    /**
     * Ends it.
     *
     * @param password 12 to 128 characters; the caller wipes it
     * @param code the app's first
     */
    public StaffMember complete(String token, char[] password, String code, Acting acting) {
        return trail.change(connection -> {
            // The member's row before the link's and before the trail's head, as everywhere: no deadlock.
            StaffMember member = staff.lock(memberOf(token, "").id())
                    .filter(locked -> locked.id()
                            .equals(memberOf(token, " FOR UPDATE OF s").id()))
                    .orElseThrow(() -> new Refused(StaffError.STAFF_SETUP_INVALID));
            if (member.status() == StaffStatus.SUSPENDED) {
                throw new Refused(StaffError.STAFF_SETUP_INVALID);
            }
            Subject subject = Subject.staff(member.id());
            credentials.passwords().set(subject, password, List.of(member.login(), member.displayName()));
            credentials.totp().confirm(subject, code);
            credentials.recovery().remove(subject);
            credentials.passkeys().list(subject).forEach(lost -> credentials
                    .passkeys()
                    .remove(subject, lost.id()));
            credentials.sessions().revokeAll(subject);
            jdbc.sql("UPDATE staff.setup SET used_at = ? WHERE member_id = ?")
                    .param(utc(clock.instant()))
                    .param(member.id())
                    .update();
            jdbc.sql("UPDATE staff.member SET status = 'active', version = version + 1 WHERE id = ?")
                    .param(member.id())
                    .update();
            StaffMember active =
                    staff.find(member.id()).orElseThrow(() -> new IllegalStateException("members are never deleted"));
            AuditEntry entry = AuditEntry.of(
                    new Acting(new Actor.Member(member.id()), acting.sourceIp(), acting.requestId()),
                    "staff.set-up",
                    "staff",
                    member.publicId());
            return new Changed<>(active, entry);
        });
    }

    private StaffMember memberOf(String token, String lock) {
        UUID id = jdbc.sql("SELECT s.member_id FROM staff.setup s"
                        + " WHERE s.token_hash = ? AND s.used_at IS NULL AND s.expires_at > ?" + lock)
                .param(SetupToken.hash(token))
                .param(utc(clock.instant()))
                .query(UUID.class)
                .optional()
                .orElseThrow(() -> new Refused(StaffError.STAFF_SETUP_INVALID));
        return staff.find(id).orElseThrow(() -> new IllegalStateException("members are never deleted"));
    }

    private static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
