package io.tongbao.staff;

import io.tongbao.kernel.Refused;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stops a member at once and ends their sessions; one person is enough to stop somebody, two are needed to let them back
 * ({@link ReinstateStaff}). Doing it again changes nothing.
 *
 * <p>Errors: {@link StaffError#PERMISSION_MISSING}, {@link StaffError#STAFF_NOT_FOUND}, {@link StaffError#LAST_ADMIN},
 * {@link StaffError#REASON_REQUIRED}.
 */
public final class SuspendStaff {

    private final JdbcClient jdbc;
    private final Staff staff;
    private final AuditTrail trail;
    private final Consumer<UUID> endSessions;

    /**
     * @param endSessions called within the transaction with the member's id
     */
    public SuspendStaff(DataSource dataSource, Staff staff, AuditTrail trail, Consumer<UUID> endSessions) {
        this.jdbc = JdbcClient.create(dataSource);
        this.staff = staff;
        this.trail = trail;
        this.endSessions = endSessions;
    }

    public StaffMember execute(UUID memberId, UUID by, String why, Acting acting) {
        staff.find(by)
                .orElseThrow(() -> new Refused(StaffError.PERMISSION_MISSING))
                .require(Permission.STAFF_SUSPEND);
        String reason = Reasons.require(why);
        trail.run(connection -> {
            List<StaffMember> administrators = staff.lockAdministrators();
            StaffMember member = staff.lock(memberId).orElseThrow(() -> new Refused(StaffError.STAFF_NOT_FOUND));
            if (administrators.size() == 1 && administrators.getFirst().id().equals(memberId)) {
                throw new Refused(StaffError.LAST_ADMIN);
            }
            if (member.status() != StaffStatus.SUSPENDED) {
                jdbc.sql("UPDATE staff.member SET status = 'suspended', version = version + 1 WHERE id = ?")
                        .param(memberId)
                        .update();
            }
            jdbc.sql("UPDATE staff.setup SET expires_at = '-infinity' WHERE member_id = ? AND used_at IS NULL")
                    .param(memberId)
                    .update();
            endSessions.accept(memberId);
            return AuditEntry.of(acting, "staff.suspended", "staff", member.publicId())
                    .with("before.status", member.status().word())
                    .with("reason", reason);
        });
        return staff.find(memberId).orElseThrow(() -> new IllegalStateException("members are never deleted"));
    }
}
