-- Who customers are, what they may do, and how they prove it.

ALTER TABLE customer.customer
    DROP CONSTRAINT customer_status_check,
    ADD CONSTRAINT customer_status_check CHECK (status BETWEEN 1 AND 4),
    ADD COLUMN limited   boolean NOT NULL DEFAULT false,
    ADD COLUMN person_id uuid,
    ADD COLUMN dormant_at timestamptz,
    ADD COLUMN resumed_at timestamptz,
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN erased_at timestamptz,
    ADD COLUMN kind      smallint NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 2),
    ADD COLUMN language  text NOT NULL DEFAULT 'zh' CHECK (language IN ('zh', 'en'));

COMMENT ON COLUMN customer.customer.status IS '1 active 2 frozen 3 closed 4 dormant';
COMMENT ON COLUMN customer.customer.limited IS 'under the limits of payment-account classes: customer.allowance has a row';
COMMENT ON COLUMN customer.customer.person_id IS 'set when several customers are one person; their payments count together';
COMMENT ON COLUMN customer.customer.kind IS '1 person 2 enterprise';

-- Guesses are forgiven with time; places where the PIN was right before have counts of their own (key,counted,locked,since;…).
ALTER TABLE customer.pin
    ADD COLUMN since_ts bigint NOT NULL DEFAULT 0,
    ADD COLUMN places   text   NOT NULL DEFAULT '';

-- What was spent against the limits of a payment-account class. Id: a customer, or a person with several customers.
CREATE TABLE customer.allowance (
    id                uuid     NOT NULL PRIMARY KEY,
    person_id         uuid,
    lifetime_minor    bigint   NOT NULL DEFAULT 0 CHECK (lifetime_minor >= 0),
    year_minor        bigint   NOT NULL DEFAULT 0 CHECK (year_minor >= 0),
    day_minor         bigint   NOT NULL DEFAULT 0 CHECK (day_minor >= 0),
    cool_off_until_ts bigint   NOT NULL DEFAULT 0,
    day               integer  NOT NULL DEFAULT 0,
    tier              smallint NOT NULL DEFAULT 0 CHECK (tier BETWEEN 0 AND 4)
) WITH (fillfactor = 70);

COMMENT ON COLUMN customer.allowance.tier IS '0 none yet 1 class I 2 class II 3 class III 4 enterprise';
COMMENT ON COLUMN customer.allowance.day IS 'business day (Asia/Shanghai) of the last payment, days since 1970';

CREATE TABLE customer.registration (
    id            uuid        NOT NULL PRIMARY KEY,
    customer_id   uuid        NOT NULL,
    started_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    proven_at     timestamptz,
    accepted_at   timestamptz,
    finished_at   timestamptz,
    state         smallint    NOT NULL CHECK (state BETWEEN 1 AND 4),
    msisdn        text        NOT NULL,
    language      text        NOT NULL CHECK (language IN ('zh', 'en')),
    terms_version text,
    code_id       uuid
);

COMMENT ON COLUMN customer.registration.state IS '1 started 2 number proven 3 terms accepted 4 done';
CREATE INDEX registration_msisdn ON customer.registration (msisdn, started_at);

CREATE TABLE customer.consent (
    customer_id uuid        NOT NULL REFERENCES customer.customer (id),
    accepted_at timestamptz NOT NULL,
    document    text        NOT NULL,
    version     text        NOT NULL,
    PRIMARY KEY (customer_id, document, version)
);

-- Name, number and birth date are sealed by the vault; the number's keyed digest finds the person again.
CREATE TABLE customer.identity (
    customer_id   uuid        NOT NULL PRIMARY KEY REFERENCES customer.customer (id),
    verified_at   timestamptz,
    claimed_at    timestamptz NOT NULL,
    expires_on    date,
    document_kind smallint    NOT NULL CHECK (document_kind BETWEEN 1 AND 2),
    lookup_version smallint   NOT NULL,
    lookup        bytea       NOT NULL CHECK (length(lookup) = 32),
    sealed_name   bytea,
    sealed_number bytea,
    -- Class III counts once for each person: the keyed digest stands here while this customer holds it.
    class_three   bytea
);

COMMENT ON COLUMN customer.identity.sealed_number IS 'null once the time to keep it is over';
COMMENT ON COLUMN customer.identity.document_kind IS '1 resident identity card 2 passport';
CREATE INDEX identity_lookup ON customer.identity (lookup);
CREATE UNIQUE INDEX identity_class_three ON customer.identity (class_three) WHERE class_three IS NOT NULL;

CREATE TABLE customer.identity_check (
    id          uuid        NOT NULL PRIMARY KEY,
    customer_id uuid        NOT NULL REFERENCES customer.customer (id),
    asked_at    timestamptz NOT NULL,
    answered_at timestamptz,
    retry_at    timestamptz,
    tries       integer     NOT NULL CHECK (tries >= 0),
    state       smallint    NOT NULL CHECK (state BETWEEN 1 AND 4),
    kind        text        NOT NULL,
    source      text        NOT NULL,
    reason      text
);

COMMENT ON COLUMN customer.identity_check.state IS '1 asked, answer unknown 2 match 3 mismatch 4 void: made for an earlier claim';
CREATE INDEX identity_check_customer ON customer.identity_check (customer_id, id);
CREATE INDEX identity_check_retry ON customer.identity_check (retry_at) WHERE state = 1;

CREATE TABLE customer.document (
    id          uuid        NOT NULL PRIMARY KEY,
    customer_id uuid        NOT NULL REFERENCES customer.customer (id),
    uploaded_at timestamptz NOT NULL,
    reviewed_at timestamptz,
    reviewer_id uuid,
    state       smallint    NOT NULL CHECK (state BETWEEN 1 AND 3),
    side        smallint    NOT NULL CHECK (side BETWEEN 1 AND 4),
    media_type  text        NOT NULL,
    sealed      bytea       NOT NULL,
    reason      text
);

COMMENT ON COLUMN customer.document.state IS '1 waiting for review 2 accepted 3 rejected';
COMMENT ON COLUMN customer.document.side IS '1 portrait side 2 emblem side 3 passport page 4 holder with document';
CREATE INDEX document_customer ON customer.document (customer_id, id);
CREATE INDEX document_waiting ON customer.document (uploaded_at) WHERE state = 1;

CREATE TABLE customer.hold (
    id           uuid        NOT NULL PRIMARY KEY,
    customer_id  uuid        NOT NULL REFERENCES customer.customer (id),
    transfer_id  uuid,
    placed_at    timestamptz NOT NULL,
    lifted_at    timestamptz,
    amount_minor bigint      CHECK (amount_minor > 0),
    held_minor   bigint      CHECK (held_minor >= 0),
    authority    smallint    NOT NULL CHECK (authority BETWEEN 1 AND 3),
    reference    text        NOT NULL,
    placed_by    text        NOT NULL,
    lifted_by    text
);

COMMENT ON COLUMN customer.hold.authority IS '1 customer 2 staff 3 court';
COMMENT ON COLUMN customer.hold.amount_minor IS 'null: the whole account is frozen';
CREATE INDEX hold_customer ON customer.hold (customer_id, id);

CREATE TABLE customer.hold_account (
    currency   text   NOT NULL PRIMARY KEY,
    account_id bigint NOT NULL
);

-- What a customer is told about the safety of the account: written with the change, sent afterwards.
CREATE TABLE customer.notice (
    id          uuid        NOT NULL PRIMARY KEY,
    customer_id uuid        NOT NULL REFERENCES customer.customer (id),
    created_at  timestamptz NOT NULL,
    sent_at     timestamptz,
    kind        text        NOT NULL,
    msisdn      text        NOT NULL,
    language    text        NOT NULL,
    detail      text        NOT NULL
);

CREATE INDEX notice_customer ON customer.notice (customer_id, id);
CREATE INDEX notice_unsent ON customer.notice (created_at) WHERE sent_at IS NULL;

CREATE TABLE customer.number_history (
    id          uuid        NOT NULL PRIMARY KEY,
    customer_id uuid        NOT NULL REFERENCES customer.customer (id),
    changed_at  timestamptz NOT NULL,
    msisdn      text        NOT NULL,
    reason      text        NOT NULL
);

CREATE INDEX number_history_customer ON customer.number_history (customer_id, id);

-- What somebody is asked to prove before something happens, and what of it was proven. Judged inside the ledger's transaction.
CREATE TABLE customer.challenge (
    id               uuid     NOT NULL PRIMARY KEY,
    customer_id      uuid     NOT NULL,
    payee_account_id bigint   NOT NULL,
    amount_minor     bigint   NOT NULL CHECK (amount_minor >= 0),
    created_ts       bigint   NOT NULL,
    expires_ts       bigint   NOT NULL,
    purpose          smallint NOT NULL,
    needed           smallint NOT NULL,
    proven           smallint NOT NULL,
    state            smallint NOT NULL CHECK (state BETWEEN 1 AND 4),
    maker_id         uuid,
    checker_id       uuid,
    currency         text     NOT NULL,
    shown            text     NOT NULL,
    approval         bytea    NOT NULL CHECK (length(approval) = 32)
) WITH (fillfactor = 80);

COMMENT ON COLUMN customer.challenge.needed IS 'rule: 1 one factor 2 factors of two kinds 3 of two kinds with a certified key';
COMMENT ON COLUMN customer.challenge.proven IS 'bits of factors: 1 PIN 2 SMS code 4 passkey 8 device key 16 TOTP 32 identity number';
COMMENT ON COLUMN customer.challenge.state IS '1 open 2 satisfied 3 used 4 refused';
COMMENT ON COLUMN customer.challenge.approval IS 'SHA-256 of what is approved: who, whom, how much, and the text shown';
COMMENT ON COLUMN customer.challenge.maker_id IS 'operator who began it, of enterprises only';
CREATE INDEX challenge_customer ON customer.challenge (customer_id, id);

CREATE TABLE customer.enterprise (
    customer_id        uuid        NOT NULL PRIMARY KEY REFERENCES customer.customer (id),
    created_at         timestamptz NOT NULL,
    verified_at        timestamptz,
    verified_by        uuid,
    checker_from_minor bigint      NOT NULL CHECK (checker_from_minor >= 0),
    credit_code        text        NOT NULL,
    legal_name         text        NOT NULL,
    sealed_representative bytea    NOT NULL
);

COMMENT ON COLUMN customer.enterprise.credit_code IS 'unified social credit code, GB 32100';
COMMENT ON COLUMN customer.enterprise.checker_from_minor IS 'payments of this much and more need a second operator';
CREATE UNIQUE INDEX enterprise_credit_code ON customer.enterprise (credit_code);

CREATE TABLE customer.beneficial_owner (
    id            uuid     NOT NULL PRIMARY KEY,
    enterprise_id uuid     NOT NULL REFERENCES customer.enterprise (customer_id),
    share_bp      integer  NOT NULL CHECK (share_bp BETWEEN 2500 AND 10000),
    sealed        bytea    NOT NULL
);

COMMENT ON COLUMN customer.beneficial_owner.share_bp IS 'hundredths of a percent';
CREATE INDEX beneficial_owner_enterprise ON customer.beneficial_owner (enterprise_id);

CREATE TABLE customer.operator (
    enterprise_id uuid        NOT NULL REFERENCES customer.enterprise (customer_id),
    person_id     uuid        NOT NULL REFERENCES customer.customer (id),
    appointed_at  timestamptz NOT NULL,
    removed_at    timestamptz,
    may_make      boolean     NOT NULL,
    may_check     boolean     NOT NULL,
    PRIMARY KEY (enterprise_id, person_id)
);

COMMENT ON TABLE customer.operator IS 'customers who act for an enterprise with their own credentials';
