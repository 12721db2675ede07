package io.tongbao.ledger.audit;

import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Transfer;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A small journal with something of everything, on two lanes: moves, a chain of three, pending transfers that were posted
 * in part, voided, expired or are open, a final refusal; three checkpoints were exported on the way.
 */
final class Sample {

    static final int CNY = 1562;
    static final long BANK = 1;
    static final long ALICE = 2;
    static final long BOB = 3;
    static final long SUSPENSE = 4;
    static final long ASSET = 5;

    static final UUID OPENING = id(1);
    static final UUID HELD = id(2);
    static final UUID HELD_POST = id(3);
    static final UUID DROPPED = id(4);
    static final UUID DROPPED_VOID = id(5);
    static final UUID LATE = id(6);
    static final UUID OPEN = id(7);
    static final UUID CHAIN_1 = id(8);
    static final UUID CHAIN_2 = id(9);
    static final UUID CHAIN_3 = id(10);
    static final UUID REFUSED = id(11);
    static final UUID OTHER_LANE_1 = id(12);
    static final UUID OTHER_LANE_2 = id(13);
    static final UUID LAST = id(14);

    private Sample() {}

    static UUID id(int n) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | n);
    }

    static TestDatabase build(Path keys) throws Exception {
        FakeClock clock = new FakeClock(Instant.parse("2026-03-01T00:00:00Z"));
        TestDatabase database = TestPostgres.database("ledger");
        try (Connection connection = database.dataSource().getConnection()) {
            AccountStore.open(
                    connection,
                    List.of(
                            new AccountSpec(BANK, CNY, 1010, Set.of(AccountFlag.HISTORY)),
                            wallet(ALICE),
                            wallet(BOB),
                            new AccountSpec(SUSPENSE, CNY, 2910, Set.of()),
                            new AccountSpec(ASSET, CNY, 1010, Set.of(AccountFlag.CREDITS_MUST_NOT_EXCEED_DEBITS))));
        }
        CheckpointExporter exporter = new CheckpointExporter(database.dataSource(), keys, clock);
        LedgerOptions options = LedgerOptions.defaults("one").withLanes(1);
        try (LedgerNode one = LedgerNode.start(database.dataSource(), options, clock);
                LedgerNode two = LedgerNode.start(
                        database.dataSource(), LedgerOptions.defaults("two").withLanes(1), clock)) {
            post(one, move(OPENING, BANK, ALICE, 1_000));
            post(one, Transfer.pending(HELD, ALICE, BOB, 100, CNY, 100, 60, null));
            post(two, move(OTHER_LANE_1, BANK, BOB, 7));
            post(one, Transfer.post(HELD_POST, HELD, 40, null));
            exporter.exportIfAdvanced();
            post(one, Transfer.pending(DROPPED, ALICE, BOB, 50, CNY, 100, 60, null));
            post(one, Transfer.voiding(DROPPED_VOID, DROPPED, null));
            post(two, Transfer.pending(LATE, ALICE, SUSPENSE, 30, CNY, 100, 10, null));
            clock.advance(Duration.ofSeconds(11));
            if (one.expireDue(Duration.ZERO, 10) != 1) {
                throw new AssertionError("nothing expired");
            }
            post(two, Transfer.pending(OPEN, ALICE, SUSPENSE, 20, CNY, 100, 0, null));
            exporter.exportIfAdvanced();
            one.post(Posting.of(
                    List.of(move(CHAIN_1, BANK, ALICE, 5), move(CHAIN_2, ALICE, BOB, 5), move(CHAIN_3, BANK, BOB, 2))));
            if (!(one.post(Posting.of(move(REFUSED, BOB, BANK, 1_000_000))) instanceof Decision.RefusedByLedger)) {
                throw new AssertionError("not refused");
            }
            post(two, move(OTHER_LANE_2, ALICE, BOB, 1));
            exporter.exportIfAdvanced();
            post(one, move(LAST, BANK, ALICE, 3));
        }
        return database;
    }

    private static AccountSpec wallet(long id) {
        return new AccountSpec(id, CNY, 2010, Set.of(AccountFlag.HISTORY, AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS));
    }

    static Transfer move(UUID id, long from, long to, long amount) {
        return Transfer.single(id, from, to, amount, CNY, 100, null);
    }

    private static void post(LedgerNode node, Transfer transfer) {
        if (!(node.post(Posting.of(transfer)) instanceof Decision.Applied)) {
            throw new AssertionError("not applied: " + transfer);
        }
    }
}
