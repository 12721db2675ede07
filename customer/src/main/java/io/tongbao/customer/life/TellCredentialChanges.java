package io.tongbao.customer.life;

import io.tongbao.credential.SecurityEvent;
import io.tongbao.credential.SecurityEvents;
import io.tongbao.credential.SubjectKind;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.notice.NoticeKind;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Tells customers what happens to their ways to sign in, and lowers their limits for a day after a change. */
public final class TellCredentialChanges implements SecurityEvents {

    private static final Logger LOG = LoggerFactory.getLogger(TellCredentialChanges.class);

    private final CustomerDesk desk;

    public TellCredentialChanges(CustomerDesk desk) {
        this.desk = desk;
    }

    @Override
    public void happened(SecurityEvent event) {
        if (event.subject().kind() != SubjectKind.CUSTOMER) {
            return;
        }
        UUID customer = event.subject().id();
        String what = event.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        try {
            desk.inTransaction(() -> {
                if (changes(event.kind())) {
                    desk.allowances().coolOff(customer, desk.now());
                }
                if (tells(event.kind())) {
                    desk.notices().record(customer, NoticeKind.CREDENTIAL_CHANGED, what);
                }
                return true;
            });
        } catch (DataAccessException e) {
            LOG.warn("a customer could not be told of {}", what, e);
        }
    }

    private static boolean changes(SecurityEvent.Kind kind) {
        return switch (kind) {
            case PASSWORD_SET, TOTP_ADDED, PASSKEY_ADDED, RECOVERY_CODES_MADE -> true;
            default -> false;
        };
    }

    /** Sessions come and go too often to tell of each. */
    private static boolean tells(SecurityEvent.Kind kind) {
        return switch (kind) {
            case SESSION_OPENED, SESSION_REVOKED, PASSKEY_RENAMED -> false;
            default -> true;
        };
    }
}
