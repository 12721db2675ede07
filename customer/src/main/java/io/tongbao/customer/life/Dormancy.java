package io.tongbao.customer.life;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Moments;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.ledger.Account;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Suspends accounts under limits that saw no transaction for six months, until their holders are verified again. For a daily
 * job, which walks through all customers in pages.
 */
public final class Dormancy {

    private static final int MONTHS = 6;

    private final CustomerDesk desk;

    public Dormancy(CustomerDesk desk) {
        this.desk = desk;
    }

    private record Quiet(UUID id, long walletAccountId) {}

    /**
     * Looks at one page.
     *
     * @param after id of the last customer of the page before; null to begin
     * @return the last id of this page; null when there are no more
     */
    public @Nullable UUID step(@Nullable UUID after, int most) {
        Instant before = ZonedDateTime.ofInstant(desk.now(), CustomerDesk.ZONE)
                .minusMonths(MONTHS)
                .toInstant();
        long beforeTs = ChronoUnit.MICROS.between(Instant.EPOCH, before);
        List<Quiet> page = desk.jdbc()
                .sql("""
                        SELECT id, wallet_account_id FROM customer.customer
                        WHERE id > ? AND status = ? AND limited AND created_ts < ? ORDER BY id LIMIT ?""")
                .param(after == null ? new UUID(0, 0) : after)
                .params(CustomerStatus.ACTIVE.number(), beforeTs, most)
                .query((row, n) -> new Quiet(row.getObject(1, UUID.class), row.getLong(2)))
                .list();
        Map<Long, Account> wallets =
                desk.ledger().accounts(page.stream().map(Quiet::walletAccountId).toList());
        for (Quiet customer : page) {
            Account wallet = wallets.get(customer.walletAccountId());
            if (wallet != null && wallet.lastTs() < beforeTs) {
                suspend(customer, beforeTs);
            }
        }
        return page.size() < most ? null : page.getLast().id();
    }

    private void suspend(Quiet customer, long beforeTs) {
        desk.inTransaction(() -> {
            desk.lock(customer.id());
            int suspended = desk.jdbc()
                    .sql("UPDATE customer.customer SET status = ?, dormant_at = ? WHERE id = ? AND status = ?"
                            + " AND (resumed_at IS NULL OR resumed_at < ?)")
                    .params(CustomerStatus.DORMANT.number(), Moments.at(desk.now()), customer.id())
                    .params(CustomerStatus.ACTIVE.number(), Moments.at(Instant.EPOCH.plus(beforeTs, ChronoUnit.MICROS)))
                    .update();
            if (suspended == 1) {
                desk.notices().record(customer.id(), NoticeKind.DORMANT);
            }
            return true;
        });
    }
}
