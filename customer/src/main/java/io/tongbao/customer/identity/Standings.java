package io.tongbao.customer.identity;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Moments;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.customer.tier.Spending;
import io.tongbao.customer.tier.Standing;
import io.tongbao.customer.tier.Tier;
import io.tongbao.customer.tier.TierRules;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyedDigest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What follows when something about a customer's identity has changed: the class, the person behind several customers, the
 * end of dormancy. Within the caller's transaction.
 */
final class Standings {

    private final CustomerDesk desk;

    Standings(CustomerDesk desk) {
        this.desk = desk;
    }

    /**
     * One change at a time for a person, whatever number it comes from: first the person, then the customer's row. Of several
     * numbers of a person, only one gets class III.
     */
    void lockPerson(UUID customerId) {
        Optional<IdentityFile> file = IdentityFile.find(desk, customerId);
        if (file.isPresent()) {
            // Of the oldest version, so that all nodes lock alike while a key is being replaced.
            List<KeyedDigest> digests = digests(file.get());
            long key = ByteBuffer.wrap(digests.getLast().digest()).getLong();
            desk.jdbc()
                    .sql("SELECT pg_advisory_xact_lock(?)::text")
                    .param(key)
                    .query(String.class)
                    .single();
        }
        desk.lock(customerId);
    }

    /** What the checks come to now; pure but for the reads. */
    Standing assess(UUID customerId) {
        Optional<IdentityFile> file = IdentityFile.find(desk, customerId);
        return TierRules.assess(
                file.isPresent(),
                file.map(f -> f.document().expiresOn()).orElse(null),
                desk.today(),
                IdentityFile.passed(desk, customerId),
                file.isPresent() && classThreeElsewhere(file.get()));
    }

    /**
     * To be called under {@link #lockPerson}.
     *
     * @param confirmedSince when the check that has just passed was asked for; null when it is not about a check
     */
    void apply(UUID customerId, @Nullable Instant confirmedSince) {
        IdentityFile file = IdentityFile.find(desk, customerId).orElse(null);
        if (file == null) {
            return;
        }
        Tier tier = assess(customerId).tier();
        desk.jdbc()
                .sql("""
                        UPDATE customer.identity
                        SET verified_at = CASE WHEN ? THEN coalesce(verified_at, ?) END,
                            class_three = CASE WHEN ? THEN lookup END
                        WHERE customer_id = ?""")
                .param(tier != Tier.NONE)
                .param(Moments.at(desk.now()))
                .param(tier == Tier.III)
                .param(customerId)
                .update();
        Optional<Spending> before = desk.allowances().find(customerId);
        if (before.isPresent() && before.get().tier() != tier) {
            desk.allowances().setTier(customerId, tier);
            desk.notices().record(customerId, NoticeKind.TIER_CHANGED, tier.name());
        }
        if (tier != Tier.NONE && before.isPresent()) {
            others(file).stream().findFirst().ifPresent(other -> desk.allowances()
                    .join(customerId, other, desk.ids().next()));
        }
        if (confirmedSince != null) {
            resume(customerId, confirmedSince);
        }
    }

    /** A dormant account is in use again once somebody has confirmed its holder anew. */
    private void resume(UUID customerId, Instant confirmedSince) {
        int resumed = desk.jdbc()
                .sql("""
                        UPDATE customer.customer c SET dormant_at = NULL, resumed_at = ?, status = CASE
                            WHEN EXISTS (SELECT 1 FROM customer.hold h WHERE h.customer_id = c.id
                                AND h.amount_minor IS NULL AND h.lifted_at IS NULL) THEN 2 ELSE 1 END
                        WHERE id = ? AND status = ? AND dormant_at <= ?""")
                .param(Moments.at(desk.now()))
                .param(customerId)
                .param(CustomerStatus.DORMANT.number())
                .param(Moments.at(confirmedSince))
                .update();
        if (resumed == 1) {
            desk.notices().record(customerId, NoticeKind.RESUMED);
        }
    }

    private boolean classThreeElsewhere(IdentityFile file) {
        return digests(file).stream()
                .anyMatch(digest -> desk.jdbc()
                                .sql(
                                        "SELECT count(*) FROM customer.identity WHERE class_three = ? AND customer_id <> ?")
                                .param(digest.digest())
                                .param(file.customerId())
                                .query(Long.class)
                                .single()
                        > 0);
    }

    /** Other verified customers under limits with the same document. */
    private List<UUID> others(IdentityFile file) {
        return digests(file).stream()
                .flatMap(
                        digest -> desk
                                .jdbc()
                                .sql("""
                                SELECT i.customer_id FROM customer.identity i
                                JOIN customer.customer c ON c.id = i.customer_id
                                WHERE i.lookup = ? AND i.customer_id <> ? AND i.verified_at IS NOT NULL AND c.limited
                                ORDER BY i.customer_id""")
                                .param(digest.digest())
                                .param(file.customerId())
                                .query(UUID.class)
                                .list()
                                .stream())
                .toList();
    }

    private List<KeyedDigest> digests(IdentityFile file) {
        return desk.vault().macs(KeyPurpose.LOOKUP, file.document().lookup().getBytes(StandardCharsets.UTF_8));
    }
}
