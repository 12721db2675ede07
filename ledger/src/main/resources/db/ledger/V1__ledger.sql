-- The ledger: accounts with four counters, append-only transfers, one hash chain per lane.
-- Kept within what a distributed PostgreSQL can run: accounts and transfers shard by their own id.

CREATE TABLE ledger.account (
    id               bigint  NOT NULL PRIMARY KEY,
    debits_pending   bigint  NOT NULL DEFAULT 0,
    debits_posted    bigint  NOT NULL DEFAULT 0,
    credits_pending  bigint  NOT NULL DEFAULT 0,
    credits_posted   bigint  NOT NULL DEFAULT 0,
    version          bigint  NOT NULL DEFAULT 0,
    last_ts          bigint  NOT NULL DEFAULT 0,
    ledger           integer NOT NULL,
    code             integer NOT NULL,
    flags            integer NOT NULL,
    -- The sign bit of the disjunction is set when any counter is negative: one check for the four of them.
    CONSTRAINT account_counters_not_negative
        CHECK ((debits_pending | debits_posted | credits_pending | credits_posted) >= 0),
    CONSTRAINT account_no_overdraft CHECK ((flags & 1) = 0 OR debits_pending + debits_posted <= credits_posted),
    CONSTRAINT account_mirror_limit CHECK ((flags & 2) = 0 OR credits_pending + credits_posted <= debits_posted)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.5);

COMMENT ON TABLE ledger.account IS 'Four counters per account; a balance is never stored';

-- Ids of accounts opened by the product itself; owners may also choose ids of their own above 2^62.
CREATE SEQUENCE ledger.account_id AS bigint START 1000000;

CREATE TABLE ledger.transfer (
    id            uuid     NOT NULL PRIMARY KEY,
    debit_id      bigint   NOT NULL,
    credit_id     bigint   NOT NULL,
    amount        bigint   NOT NULL CHECK (amount > 0),
    batch_seq     bigint   NOT NULL,
    ts            bigint   NOT NULL,
    ledger        integer  NOT NULL,
    code          integer  NOT NULL,
    timeout_s     integer  NOT NULL,
    lane          integer  NOT NULL,
    ordinal       integer  NOT NULL,
    kind          smallint NOT NULL CHECK (kind BETWEEN 0 AND 4),
    flags         smallint NOT NULL,
    request_hash  uuid     NOT NULL,
    link_group    uuid,
    pending_id    uuid,
    user_ref      uuid,
    CHECK (debit_id <> credit_id),
    CHECK ((kind >= 2) = (pending_id IS NOT NULL))
);

COMMENT ON COLUMN ledger.transfer.request_hash IS 'First 128 bits of SHA-256 over the whole linked request';
COMMENT ON COLUMN ledger.transfer.ts IS 'Microseconds since 1970, unique and increasing within a lane and within an account';

CREATE UNIQUE INDEX transfer_position ON ledger.transfer (lane, batch_seq, ordinal);

CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % on %.% refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER transfer_immutable BEFORE UPDATE OR DELETE ON ledger.transfer
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER transfer_not_truncated BEFORE TRUNCATE ON ledger.transfer
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- What became of each pending transfer; the transfer itself never changes.
CREATE TABLE ledger.pending (
    id           uuid     NOT NULL PRIMARY KEY,
    debit_id     bigint   NOT NULL,
    credit_id    bigint   NOT NULL,
    amount       bigint   NOT NULL CHECK (amount > 0),
    expires_ts   bigint   NOT NULL,
    ledger       integer  NOT NULL,
    code         integer  NOT NULL,
    flags        smallint NOT NULL,
    state        smallint NOT NULL CHECK (state BETWEEN 0 AND 3),
    resolved_by  uuid,
    CHECK ((state = 0) = (resolved_by IS NULL))
) WITH (fillfactor = 80);

COMMENT ON COLUMN ledger.pending.state IS '0 open, 1 posted, 2 voided, 3 expired';
COMMENT ON COLUMN ledger.pending.expires_ts IS 'Microseconds since 1970; 0 never';

CREATE INDEX pending_due ON ledger.pending (expires_ts) WHERE state = 0 AND expires_ts > 0;

-- Ids that were finally refused; they answer the same for ever.
CREATE TABLE ledger.failed_id (
    id    uuid    NOT NULL PRIMARY KEY,
    ts    bigint  NOT NULL,
    code  text    NOT NULL
);

-- One row per batch and account flagged HISTORY: the counters after the batch and the account's places in it.
CREATE TABLE ledger.account_history (
    account_id       bigint    NOT NULL,
    last_ts          bigint    NOT NULL,
    first_ts         bigint    NOT NULL,
    batch_seq        bigint    NOT NULL,
    debits_pending   bigint    NOT NULL,
    debits_posted    bigint    NOT NULL,
    credits_pending  bigint    NOT NULL,
    credits_posted   bigint    NOT NULL,
    lane             integer   NOT NULL,
    ordinals         integer[] NOT NULL,
    PRIMARY KEY (account_id, last_ts)
);

CREATE TRIGGER account_history_immutable BEFORE UPDATE OR DELETE ON ledger.account_history
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

-- A lane is one serial stream of batches; a node owns it by a lease, and the token fences off an owner of the past.
CREATE TABLE ledger.lane_head (
    lane         integer     NOT NULL PRIMARY KEY,
    seq          bigint      NOT NULL DEFAULT 0,
    last_ts      bigint      NOT NULL DEFAULT 0,
    hash         bytea       NOT NULL CHECK (octet_length(hash) = 32),
    token        bigint      NOT NULL DEFAULT 0,
    owner        text        NOT NULL DEFAULT '',
    lease_until  timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 10);

CREATE TABLE ledger.batch (
    lane           integer  NOT NULL,
    seq            bigint   NOT NULL,
    ts             bigint   NOT NULL,
    count          integer  NOT NULL,
    business_date  date     NOT NULL,
    amount_sum     numeric(38, 0) NOT NULL,
    merkle_root    bytea    NOT NULL CHECK (octet_length(merkle_root) = 32),
    prev_hash      bytea    NOT NULL CHECK (octet_length(prev_hash) = 32),
    hash           bytea    NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (lane, seq)
);

CREATE TRIGGER batch_immutable BEFORE UPDATE OR DELETE ON ledger.batch
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
