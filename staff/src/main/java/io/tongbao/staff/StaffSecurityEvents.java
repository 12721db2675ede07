package io.tongbao.staff;

import io.tongbao.credential.SecurityEvent;
import io.tongbao.credential.SecurityEvents;
import io.tongbao.credential.SubjectKind;
import io.tongbao.kernel.PublicId;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What happens to the credentials of staff goes to the audit trail. */
public final class StaffSecurityEvents implements SecurityEvents {

    private static final Logger LOG = LoggerFactory.getLogger(StaffSecurityEvents.class);

    private final AuditTrail trail;

    public StaffSecurityEvents(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public void happened(SecurityEvent event) {
        if (event.subject().kind() != SubjectKind.STAFF) {
            return;
        }
        String action =
                "credential." + event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String member = PublicId.format(StaffMember.PREFIX, event.subject().id());
        AuditEntry entry = AuditEntry.of(Acting.machine("credential"), action, "staff", member);
        try {
            trail.record(event.detail().isEmpty() ? entry : entry.with("about", event.detail()));
        } catch (DataAccessException e) {
            // The change is made and cannot be taken back from here; the log keeps what the trail could not.
            LOG.error("{} of {} could not be recorded", action, member, e);
        }
    }
}
