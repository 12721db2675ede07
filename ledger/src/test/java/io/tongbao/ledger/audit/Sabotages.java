package io.tongbao.ledger.audit;

import java.util.stream.Stream;

/** Ways to falsify the books of {@link Sample}, at least one for each invariant. */
final class Sabotages {

    private Sabotages() {}

    /** A falsification: what an administrator of the database could do, and what must be said of it. */
    record Sabotage(String name, Invariant invariant, String says, String... sql) {
        @Override
        public String toString() {
            return invariant + " " + name;
        }
    }

    private static Sabotage of(String name, Invariant invariant, String says, String... sql) {
        return new Sabotage(name, invariant, says, sql);
    }

    private static String transfer(Object id, String change) {
        return "UPDATE ledger.transfer SET " + change + " WHERE id = '" + id + "'";
    }

    static String account(long id, String change) {
        return "UPDATE ledger.account SET " + change + " WHERE id = " + id;
    }

    static Stream<Sabotage> all() {
        String dropChecks =
                "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint"
                        + " WHERE contype = 'c' AND connamespace = 'ledger'::regnamespace LOOP EXECUTE format("
                        + "'ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP; END $$";
        return Stream.of(
                of(
                        "a debit more",
                        Invariant.I1,
                        "ledger 1562: debits posted",
                        account(Sample.BANK, "debits_posted = debits_posted + 1")),
                of(
                        "a reservation more",
                        Invariant.I1,
                        "ledger 1562: debits pending",
                        account(Sample.BANK, "debits_pending = 1")),
                of(
                        "money for Bob",
                        Invariant.I2,
                        "account 3: credits_posted 1055, its transfers come to 55",
                        account(Sample.BOB, "credits_posted = credits_posted + 1000")),
                of("a version back", Invariant.I2, "account 2: version 1", account(Sample.ALICE, "version = 1")),
                of("another last movement", Invariant.I2, "account 2: last_ts 5", account(Sample.ALICE, "last_ts = 5")),
                of(
                        "an overdraft",
                        Invariant.I3,
                        "account 2: debits ",
                        dropChecks,
                        account(Sample.ALICE, "credits_posted = 60")),
                of(
                        "an overdraft in the past",
                        Invariant.I3,
                        "account 2: debits 100 > credits 10 after transfer " + Sample.HELD,
                        transfer(Sample.OPENING, "amount = 10")),
                of(
                        "the mirror limit",
                        Invariant.I3,
                        "account 5: credits 9 > debits 0",
                        dropChecks,
                        account(Sample.ASSET, "credits_posted = 9")),
                of(
                        "applied and refused",
                        Invariant.I4,
                        "id " + Sample.OPENING + ": applied and also refused as EXCEEDS_CREDITS",
                        "INSERT INTO ledger.failed_id VALUES ('" + Sample.OPENING + "', 1, 'EXCEEDS_CREDITS')"),
                of(
                        "a refusal that is not final",
                        Invariant.I4,
                        "failed_id " + Sample.REFUSED + ": EXISTS is not a final refusal",
                        "UPDATE ledger.failed_id SET code = 'EXISTS'"),
                of(
                        "no unique key",
                        Invariant.I4,
                        "unique key ledger.transfer_pkey",
                        "ALTER TABLE ledger.transfer DROP CONSTRAINT transfer_pkey"),
                of(
                        "a pending state",
                        Invariant.I5,
                        "pending " + Sample.HELD + ": state 2 by",
                        "UPDATE ledger.pending SET state = 2 WHERE id = '" + Sample.HELD + "'"),
                of(
                        "ended by another",
                        Invariant.I5,
                        "pending " + Sample.DROPPED + ": state 2 by " + Sample.LAST,
                        "UPDATE ledger.pending SET resolved_by = '" + Sample.LAST + "' WHERE id = '" + Sample.DROPPED
                                + "'"),
                of(
                        "a pending row gone",
                        Invariant.I5,
                        "pending " + Sample.OPEN + ": its row is missing",
                        "DELETE FROM ledger.pending WHERE id = '" + Sample.OPEN + "'"),
                of(
                        "a pending row changed",
                        Invariant.I5,
                        "pending " + Sample.OPEN + ": its row differs",
                        "UPDATE ledger.pending SET expires_ts = 1 WHERE id = '" + Sample.OPEN + "'"),
                of(
                        "a pending row too many",
                        Invariant.I5,
                        ": there is no such pending transfer",
                        "INSERT INTO ledger.pending SELECT gen_random_uuid(), debit_id, credit_id, amount, expires_ts, ledger, code, flags, state, resolved_by FROM ledger.pending LIMIT 1"),
                of(
                        "more posted than reserved",
                        Invariant.I5,
                        "transfer " + Sample.HELD_POST + ": amount 101 of pending transfer " + Sample.HELD,
                        transfer(Sample.HELD_POST, "amount = 101")),
                of(
                        "expired early",
                        Invariant.I5,
                        "transfer " + Sample.DROPPED_VOID + ": EXPIRE at ts",
                        transfer(Sample.DROPPED_VOID, "kind = 4")),
                of("posted late", Invariant.I5, ": VOID at ts", "UPDATE ledger.transfer SET kind = 3 WHERE kind = 4"),
                of(
                        "posted twice",
                        Invariant.I5,
                        ": ends pending transfer " + Sample.HELD + ", which was not open",
                        ("INSERT INTO ledger.transfer SELECT '%s', debit_id, credit_id, amount, batch_seq, ts + 1, ledger, code,"
                                        + " timeout_s, lane, ordinal + 1, kind, flags, gen_random_uuid(), link_group, pending_id, user_ref"
                                        + " FROM ledger.transfer WHERE id = '%s'")
                                .formatted(Sample.id(77), Sample.HELD_POST)),
                of(
                        "ended with other accounts",
                        Invariant.I5,
                        "transfer " + Sample.HELD_POST + ": other accounts",
                        transfer(Sample.HELD_POST, "credit_id = 4")),
                of(
                        "a link cut",
                        Invariant.I6,
                        "chain " + Sample.CHAIN_1 + ": only one of its transfers is there",
                        transfer(Sample.CHAIN_2, "link_group = NULL")),
                of(
                        "the end of a chain cut",
                        Invariant.I6,
                        "transfer " + Sample.CHAIN_3 + ": not linked to " + Sample.CHAIN_2 + " of the same request",
                        transfer(Sample.CHAIN_3, "link_group = NULL")),
                of(
                        "a chain of one",
                        Invariant.I6,
                        "chain " + Sample.CHAIN_1 + ": only one of its transfers is there",
                        "DELETE FROM ledger.transfer WHERE id IN ('" + Sample.CHAIN_2 + "', '" + Sample.CHAIN_3 + "')"),
                of(
                        "linked from another batch",
                        Invariant.I6,
                        "transfer " + Sample.LAST + ": stands apart",
                        transfer(Sample.LAST, "link_group = '" + Sample.CHAIN_1 + "'")),
                of(
                        "linked to another request",
                        Invariant.I6,
                        "transfer " + Sample.CHAIN_3 + ": linked to " + Sample.CHAIN_1 + " by another request",
                        transfer(Sample.CHAIN_3, "request_hash = gen_random_uuid()")),
                of(
                        "a trigger off",
                        Invariant.I7,
                        "table ledger.transfer: trigger transfer_immutable",
                        "ALTER TABLE ledger.transfer DISABLE TRIGGER transfer_immutable"),
                of(
                        "a trigger for replicas",
                        Invariant.I7,
                        "table ledger.batch: trigger batch_immutable",
                        "ALTER TABLE ledger.batch ENABLE REPLICA TRIGGER batch_immutable"),
                of(
                        "a trigger gone",
                        Invariant.I7,
                        "table ledger.account_history: trigger account_history_immutable",
                        "DROP TRIGGER account_history_immutable ON ledger.account_history"),
                of(
                        "truncation allowed",
                        Invariant.I7,
                        "trigger transfer_not_truncated",
                        "DROP TRIGGER transfer_not_truncated ON ledger.transfer"),
                of(
                        "refusals that may change",
                        Invariant.I7,
                        "table ledger.failed_id: trigger failed_id_immutable",
                        "DROP TRIGGER failed_id_immutable ON ledger.failed_id"),
                of(
                        "a trigger with a condition",
                        Invariant.I7,
                        "trigger transfer_immutable",
                        "DROP TRIGGER transfer_immutable ON ledger.transfer",
                        "CREATE TRIGGER transfer_immutable BEFORE UPDATE OR DELETE ON ledger.transfer FOR EACH ROW WHEN (OLD.amount > 5) EXECUTE FUNCTION ledger.refuse_change()"),
                of(
                        "a trigger that lets pass",
                        Invariant.I7,
                        "trigger transfer_immutable",
                        "CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"),
                of(
                        "an amount of nothing",
                        Invariant.I8,
                        "transfer " + Sample.LAST + ": amount 0",
                        dropChecks,
                        transfer(Sample.LAST, "amount = 0")),
                of(
                        "a negative amount",
                        Invariant.I8,
                        "transfer " + Sample.LAST + ": amount -3",
                        dropChecks,
                        transfer(Sample.LAST, "amount = -3")),
                of(
                        "both sides the same",
                        Invariant.I8,
                        "transfer " + Sample.LAST + ": account 1 on both sides",
                        dropChecks,
                        transfer(Sample.LAST, "credit_id = 1")),
                of(
                        "another ledger",
                        Invariant.I8,
                        "transfer " + Sample.LAST + ": ledger 8402, its accounts' 1562 and 1562",
                        transfer(Sample.LAST, "ledger = 8402")),
                of(
                        "an account of another ledger",
                        Invariant.I8,
                        ": ledger 1562, its accounts' 1562 and 8402",
                        account(Sample.BOB, "ledger = 8402")),
                of(
                        "no such account",
                        Invariant.I8,
                        "transfer " + Sample.LAST + ": there is no account 99",
                        transfer(Sample.LAST, "credit_id = 99")),
                of(
                        "no such kind",
                        Invariant.I8,
                        "transfer " + Sample.LAST + ": of no known kind",
                        dropChecks,
                        transfer(Sample.LAST, "kind = 7")),
                of(
                        "a time changed",
                        Invariant.I9,
                        "transfer " + Sample.LAST + ": ts ",
                        transfer(Sample.LAST, "ts = ts + 5")),
                of(
                        "a batch before the one before",
                        Invariant.I9,
                        "lane 1 batch 2: ts 5 is not after",
                        "UPDATE ledger.batch SET ts = 5 WHERE lane = 1 AND seq = 2"),
                of(
                        "a movement before the one before",
                        Invariant.I9,
                        "account 1: transfer " + Sample.OTHER_LANE_1 + " at ts ",
                        "UPDATE ledger.transfer SET ts = (SELECT ts FROM ledger.transfer WHERE id = '" + Sample.OPENING
                                + "') WHERE id = '" + Sample.OTHER_LANE_1 + "'",
                        "UPDATE ledger.batch SET ts = (SELECT ts FROM ledger.transfer WHERE id = '" + Sample.OPENING
                                + "') WHERE lane = 2 AND seq = 1"),
                of(
                        "a head before its batch",
                        Invariant.I9,
                        "lane 1: its head's ts 3",
                        "UPDATE ledger.lane_head SET last_ts = 3 WHERE lane = 1"),
                of(
                        "a statement changed",
                        Invariant.I9,
                        "account_history of account 3 at ts",
                        "UPDATE ledger.account_history SET credits_posted = credits_posted + 1 WHERE account_id = 3"),
                of(
                        "a statement line gone",
                        Invariant.I9,
                        "account_history of account 2: no row at ts",
                        "DELETE FROM ledger.account_history WHERE account_id = 2 AND batch_seq = 3"),
                of(
                        "the last statement line gone",
                        Invariant.I9,
                        "account_history of account 2: no row at ts",
                        "DELETE FROM ledger.account_history WHERE account_id = 2 AND last_ts = (SELECT max(last_ts) FROM ledger.account_history WHERE account_id = 2)"),
                of(
                        "a statement line too many",
                        Invariant.I9,
                        "account_history of account 4 at ts 77: no such account keeps a history",
                        "INSERT INTO ledger.account_history VALUES (4, 77, 77, 1, 0, 0, 0, 0, 1, '{0}')"),
                of(
                        "a statement of other transfers",
                        Invariant.I9,
                        "account_history of account 2 at ts",
                        "UPDATE ledger.account_history SET ordinals = '{0,2}' WHERE account_id = 2 AND ordinals = '{0,1}'"),
                of(
                        "a transfer gone",
                        Invariant.I10,
                        "holds 0 transfers instead of 1",
                        "DELETE FROM ledger.transfer WHERE id = '" + Sample.LAST + "'"),
                of(
                        "a place empty",
                        Invariant.I10,
                        ": place 1 is missing, transfer " + Sample.CHAIN_3 + " stands at 2",
                        "DELETE FROM ledger.transfer WHERE id = '" + Sample.CHAIN_2 + "'"),
                of(
                        "a batch gone",
                        Invariant.I10,
                        "lane 1: batch 2 is missing, 3 follows",
                        "DELETE FROM ledger.batch WHERE lane = 1 AND seq = 2"),
                of(
                        "the last batch gone",
                        Invariant.I10,
                        "transfer " + Sample.LAST + ": there is no batch",
                        "DELETE FROM ledger.batch WHERE lane = 1 AND seq = (SELECT max(seq) FROM ledger.batch WHERE lane = 1)"),
                of(
                        "a head ahead of its batch",
                        Invariant.I10,
                        "lane 1: its head is at batch 50, the last batch is ",
                        "UPDATE ledger.lane_head SET seq = 50 WHERE lane = 1"),
                of(
                        "a transfer in another batch",
                        Invariant.I10,
                        ": holds 0 transfers instead of 1",
                        transfer(Sample.LAST, "batch_seq = 99")),
                of(
                        "a lane without a head",
                        Invariant.I10,
                        "lane 2: has batches but no head",
                        "DELETE FROM ledger.lane_head WHERE lane = 2"),
                of(
                        "a reference changed",
                        Invariant.I11,
                        "lane 1 batch 1: Merkle root",
                        transfer(Sample.OPENING, "user_ref = gen_random_uuid()")),
                of(
                        "an absent reference made zero",
                        Invariant.I11,
                        "lane 1 batch 1: Merkle root",
                        transfer(Sample.OPENING, "user_ref = '00000000-0000-0000-0000-000000000000'")),
                of(
                        "a sum changed",
                        Invariant.I11,
                        "lane 1 batch 1: sum 5",
                        "UPDATE ledger.batch SET amount_sum = 5 WHERE lane = 1 AND seq = 1"),
                of(
                        "a hash changed",
                        Invariant.I11,
                        "lane 2 batch 1: hash",
                        "UPDATE ledger.batch SET hash = sha256('x') WHERE lane = 2 AND seq = 1"),
                of(
                        "a link changed",
                        Invariant.I11,
                        "lane 2 batch 2: follows hash",
                        "UPDATE ledger.batch SET prev_hash = sha256('x') WHERE lane = 2 AND seq = 2"),
                of(
                        "a head's hash changed",
                        Invariant.I11,
                        "lane 2: its head's hash",
                        "UPDATE ledger.lane_head SET hash = sha256('x') WHERE lane = 2"),
                of(
                        "the end cut off",
                        Invariant.I11,
                        "is missing, but an exported checkpoint has it",
                        "DELETE FROM ledger.batch WHERE lane = 2 AND seq >= 3",
                        "DELETE FROM ledger.transfer WHERE lane = 2 AND batch_seq >= 3",
                        "UPDATE ledger.lane_head h SET seq = 2, hash = b.hash FROM ledger.batch b WHERE h.lane = 2 AND b.lane = 2 AND b.seq = 2"),
                of(
                        "pending money without a transfer",
                        Invariant.I12,
                        "account 4: debits pending 0 and credits pending 25, open pending transfers 0 and 20",
                        account(Sample.SUSPENSE, "credits_pending = 25")),
                of(
                        "suspense not explained",
                        Invariant.I12,
                        "suspense account 4: balance 5, in flight 0",
                        account(Sample.SUSPENSE, "credits_posted = 5")));
    }
}
