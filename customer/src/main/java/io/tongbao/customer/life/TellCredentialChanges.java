package io.tongbao.customer.life;

import io.tongbao.credential.SecurityEvent;
import io.tongbao.credential.SecurityEvents;
import io.tongbao.credential.SubjectKind;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.Language;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Refused;
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
        SecurityEvent.Kind kind = event.kind();
        try {
            desk.inTransaction(() -> {
                if (changes(kind)) {
                    desk.allowances().coolOff(customer, desk.now());
                }
                if (tells(kind)) {
                    desk.notices()
                            .record(
                                    customer,
                                    changes(kind) ? NoticeKind.CREDENTIAL_CHANGED : NoticeKind.SECURITY_EVENT,
                                    words(kind, desk.customer(customer).language()));
                }
                return true;
            });
        } catch (DataAccessException | Refused e) {
            LOG.warn("a customer could not be told of {}", kind, e);
        }
    }

    private static String words(SecurityEvent.Kind kind, Language language) {
        String en = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return language.choose(
                switch (kind) {
                    case PASSWORD_SET -> "设置密码";
                    case PASSWORD_REMOVED -> "移除密码";
                    case TOTP_ADDED -> "绑定动态口令";
                    case TOTP_REMOVED -> "移除动态口令";
                    case RECOVERY_CODES_MADE -> "生成恢复码";
                    case RECOVERY_CODE_USED -> "使用恢复码";
                    case PASSKEY_ADDED -> "添加通行密钥";
                    case PASSKEY_REMOVED -> "移除通行密钥";
                    case PASSKEY_COPIED -> "通行密钥可能被复制";
                    case LOCKED -> "错误次数过多，已暂时锁定";
                    case UNLOCKED -> "已解锁";
                    case NEW_PLACE -> "在新设备或新地点验证";
                    default -> "登录状态变更";
                },
                en);
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
