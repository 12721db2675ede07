package io.tongbao.customer.notice;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.TextMessage;
import io.tongbao.kernel.TextSender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notices about the safety of an account: written in the transaction of the change, in the customer's language and for the
 * number the customer then has, and sent afterwards as often as it takes. They hold no secrets, so they can be listed.
 */
public final class Notices {

    /** How many are sent in one go. */
    public static final int PAGE = 100;

    /** Nobody needs to hear of it later than this. */
    private static final Duration WORTH_SENDING = Duration.ofDays(3);

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final Ids ids;
    private final TextSender texts;

    public Notices(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock, Ids ids, TextSender texts) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.texts = texts;
    }

    /** One event in a customer's history. */
    public record Notice(UUID id, Instant at, NoticeKind kind, String text) {}

    private record Unsent(UUID id, Msisdn to, String text) {}

    /** Tells a customer at the number the account has now. Within the caller's transaction. */
    public void record(UUID customerId, NoticeKind kind, String detail) {
        jdbc.sql("""
                        INSERT INTO customer.notice (id, customer_id, created_at, kind, msisdn, language, detail)
                        SELECT ?, id, ?, ?, msisdn, language, ? FROM customer.customer WHERE id = ?""")
                .param(ids.next())
                .param(now())
                .param(kind.name())
                .param(detail)
                .param(customerId)
                .update();
    }

    /** Tells whoever has this number, if anybody: the same statement for both, so that time does not tell them apart. */
    public void recordAt(Msisdn number, NoticeKind kind) {
        jdbc.sql("""
                        INSERT INTO customer.notice (id, customer_id, created_at, kind, msisdn, language, detail)
                        SELECT ?, id, ?, ?, msisdn, language, '' FROM customer.customer WHERE msisdn = ?""")
                .param(ids.next())
                .param(now())
                .param(kind.name())
                .param(number.e164())
                .update();
    }

    public void record(UUID customerId, NoticeKind kind) {
        record(customerId, kind, "");
    }

    /** Sends what was not sent yet, oldest first, at most {@code most}; what a sender cannot take now waits. */
    public int send(int most) {
        Integer sent = transactions.execute(status -> {
            List<Unsent> unsent = jdbc.sql("""
                            SELECT id, msisdn, kind, language, detail FROM customer.notice
                            WHERE sent_at IS NULL AND created_at > ?
                            ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED""")
                    .param(now().minus(WORTH_SENDING))
                    .param(most)
                    .query((row, n) -> new Unsent(
                            row.getObject(1, UUID.class),
                            new Msisdn(row.getString(2)),
                            NoticeKind.valueOf(row.getString(3)).text(row.getString(4), row.getString(5))))
                    .list();
            int done = 0;
            for (Unsent notice : unsent) {
                try {
                    texts.send(new TextMessage(notice.id(), notice.to(), notice.text(), WORTH_SENDING));
                } catch (Refused e) {
                    LOG.warn("a notice waits: {}", e.code().code());
                    break;
                }
                jdbc.sql("UPDATE customer.notice SET sent_at = ? WHERE id = ?")
                        .param(now())
                        .param(notice.id())
                        .update();
                done++;
            }
            return done;
        });
        return sent == null ? 0 : sent;
    }

    /** What a customer was told, newest first. */
    public List<Notice> of(UUID customerId, int limit) {
        return jdbc.sql("""
                        SELECT id, created_at, kind, language, detail FROM customer.notice
                        WHERE customer_id = ? ORDER BY created_at DESC, id DESC LIMIT ?""")
                .param(customerId)
                .param(limit)
                .query((row, n) -> {
                    NoticeKind kind = NoticeKind.valueOf(row.getString(3));
                    return new Notice(
                            row.getObject(1, UUID.class),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            kind,
                            kind.text(row.getString(4), row.getString(5)));
                })
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
