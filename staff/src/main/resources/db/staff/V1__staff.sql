-- The operator's people, what they propose to each other, and the trail of all that they do and see.

CREATE TABLE staff.member (
    id           uuid        NOT NULL PRIMARY KEY,
    login        text        NOT NULL CHECK (login ~ '^[a-z][a-z0-9._-]{1,31}$'),
    display_name text        NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 64),
    status       text        NOT NULL CHECK (status IN ('invited', 'active', 'suspended')),
    roles        text[]      NOT NULL,
    version      bigint      NOT NULL CHECK (version >= 1),
    created_at   timestamptz NOT NULL,
    request_key  text        NOT NULL
);
CREATE UNIQUE INDEX member_login ON staff.member (login);
CREATE UNIQUE INDEX member_request_key ON staff.member (request_key);
COMMENT ON COLUMN staff.member.version IS 'Grows with each change; a proposal made on an older one is stale.';

-- The one-time link with which a member sets a password and a second factor. The token itself is not kept.
CREATE TABLE staff.setup (
    member_id  uuid        NOT NULL PRIMARY KEY REFERENCES staff.member (id),
    token_hash bytea       NOT NULL CHECK (octet_length(token_hash) = 32),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE UNIQUE INDEX setup_token ON staff.setup (token_hash);

-- Maker and checker. The table itself refuses an applied change whose approver is its maker.
CREATE TABLE staff.proposal (
    id              uuid        NOT NULL PRIMARY KEY,
    kind            text        NOT NULL,
    subject         text        NOT NULL,
    payload         json        NOT NULL,
    before          json        NOT NULL,
    after           json        NOT NULL,
    base_version    text        NOT NULL,
    reason          text        NOT NULL CHECK (char_length(reason) BETWEEN 3 AND 500),
    maker           uuid        NOT NULL REFERENCES staff.member (id),
    request_key     text        NOT NULL,
    request_hash    bytea       NOT NULL,
    made_at         timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL CHECK (expires_at > made_at),
    state           text        NOT NULL
        CHECK (state IN ('open', 'applied', 'rejected', 'withdrawn', 'stale', 'expired')),
    decided_by      uuid REFERENCES staff.member (id),
    decided_at      timestamptz,
    decision_reason text,
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK (state NOT IN ('applied', 'rejected') OR decided_by <> maker),
    CHECK (state NOT IN ('applied', 'rejected', 'withdrawn') OR decided_by IS NOT NULL)
);
CREATE UNIQUE INDEX proposal_request ON staff.proposal (maker, request_key);
CREATE INDEX proposal_open ON staff.proposal (id) WHERE state = 'open';

-- The audit trail: one chain. hash = SHA-256(domain, prev_hash, all other columns); see io.tongbao.staff.audit.ChainHash.
CREATE TABLE staff.audit_entry (
    seq         bigint      NOT NULL PRIMARY KEY CHECK (seq >= 1),
    ts          timestamptz NOT NULL,
    actor       text        NOT NULL,
    action      text        NOT NULL,
    object_kind text        NOT NULL,
    object_id   text        NOT NULL,
    detail      json        NOT NULL,
    source_ip   text,
    request_id  text,
    prev_hash   bytea       NOT NULL CHECK (octet_length(prev_hash) = 32),
    hash        bytea       NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE INDEX audit_entry_object ON staff.audit_entry (object_kind, object_id, seq);
CREATE INDEX audit_entry_actor ON staff.audit_entry (actor, seq);
COMMENT ON COLUMN staff.audit_entry.detail IS 'json and not jsonb: the hash is of the very text. Never a secret.';

-- The chain's end: one row, the last lock that a transaction takes.
CREATE TABLE staff.audit_head (
    only_one boolean     NOT NULL PRIMARY KEY CHECK (only_one),
    seq      bigint      NOT NULL,
    ts       timestamptz NOT NULL,
    hash     bytea       NOT NULL CHECK (octet_length(hash) = 32)
);
INSERT INTO staff.audit_head (only_one, seq, ts, hash)
VALUES (true, 0, '1970-01-01T00:00:00Z', decode(repeat('00', 32), 'hex'));

CREATE FUNCTION staff.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'staff.% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION staff.refuse_step_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> OLD.seq + 1 OR NEW.ts < OLD.ts THEN
        RAISE EXCEPTION 'the head of the audit trail moves one entry at a time' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON staff.audit_entry
    FOR EACH ROW EXECUTE FUNCTION staff.refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON staff.audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION staff.refuse_change();
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON staff.audit_head
    FOR EACH ROW EXECUTE FUNCTION staff.refuse_step_back();
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON staff.audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION staff.refuse_change();
