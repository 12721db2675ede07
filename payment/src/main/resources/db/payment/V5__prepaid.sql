-- Prepaid cards: products, batches, cards. The money of a card is an account of the ledger; of its secret only a keyed hash is kept.

CREATE TABLE payment.prepaid_product (
    id            uuid        NOT NULL PRIMARY KEY,
    name_zh       text        NOT NULL,
    name_en       text        NOT NULL,
    currency      text        NOT NULL,
    faces         bigint[]    NOT NULL CHECK (cardinality(faces) BETWEEN 1 AND 20),
    validity_days integer     NOT NULL CHECK (validity_days BETWEEN 1 AND 36500),
    expiry_policy smallint    NOT NULL CHECK (expiry_policy BETWEEN 1 AND 2),
    loads_wallet  boolean     NOT NULL,
    providers     uuid[]      NOT NULL,
    services      text[]      NOT NULL,
    open          boolean     NOT NULL,
    request_key   text        NOT NULL UNIQUE,
    created_at    timestamptz NOT NULL
);

COMMENT ON COLUMN payment.prepaid_product.expiry_policy IS '1 keep: the money stays and a new card gives it back 2 breakage: it becomes income';
COMMENT ON COLUMN payment.prepaid_product.providers IS 'Where it pays; empty for everywhere';
COMMENT ON COLUMN payment.prepaid_product.services IS 'What it pays for; empty for everything';

CREATE TABLE payment.prepaid_batch (
    id          uuid        NOT NULL PRIMARY KEY,
    product_id  uuid        NOT NULL REFERENCES payment.prepaid_product,
    face_minor  bigint      NOT NULL CHECK (face_minor > 0),
    count       integer     NOT NULL CHECK (count BETWEEN 1 AND 10000),
    recipient   bytea       NOT NULL,
    approved_by text        NOT NULL,
    created_at  timestamptz NOT NULL,
    printed_at  timestamptz,
    file        bytea,
    CHECK ((printed_at IS NULL) = (file IS NULL))
);

COMMENT ON COLUMN payment.prepaid_batch.recipient IS 'X.509 certificate of whoever prints the cards; the file is for its key alone';
COMMENT ON COLUMN payment.prepaid_batch.file IS 'CMS: serials and secrets, encrypted for the recipient; we cannot read it';

CREATE SEQUENCE payment.prepaid_serial MAXVALUE 99999999999;

CREATE TABLE payment.prepaid_card (
    id             uuid     NOT NULL PRIMARY KEY,
    batch_id       uuid     NOT NULL REFERENCES payment.prepaid_batch,
    product_id     uuid     NOT NULL REFERENCES payment.prepaid_product,
    serial         text     NOT NULL UNIQUE CHECK (serial ~ '^[0-9]{12}$'),
    lookup_version smallint NOT NULL,
    lookup         bytea    NOT NULL CHECK (length(lookup) = 32),
    face_minor     bigint   NOT NULL CHECK (face_minor > 0),
    currency       text     NOT NULL,
    account_id     bigint   NOT NULL UNIQUE,
    state          smallint NOT NULL CHECK (state BETWEEN 1 AND 5),
    holder_id      uuid,
    activated_ts   bigint   NOT NULL DEFAULT 0,
    expires_ts     bigint   NOT NULL DEFAULT 0,
    replaced_by    uuid,
    CHECK ((state = 1) = (activated_ts = 0)),
    CHECK ((state = 5) = (replaced_by IS NOT NULL))
);

COMMENT ON COLUMN payment.prepaid_card.state IS '1 printed 2 active 3 blocked 4 expired 5 replaced';
COMMENT ON COLUMN payment.prepaid_card.lookup IS 'HMAC of serial and secret';

CREATE INDEX prepaid_card_batch ON payment.prepaid_card (batch_id, serial);
CREATE INDEX prepaid_card_holder ON payment.prepaid_card (holder_id, id) WHERE holder_id IS NOT NULL;
CREATE INDEX prepaid_card_expiry ON payment.prepaid_card (expires_ts) WHERE state IN (2, 3);

-- The other side of prepaid money: what sellers owe for cards sold, and what became income.
CREATE TABLE payment.prepaid_account (
    currency   text     NOT NULL,
    purpose    smallint NOT NULL CHECK (purpose BETWEEN 1 AND 2),
    account_id bigint   NOT NULL UNIQUE,
    PRIMARY KEY (currency, purpose)
);

COMMENT ON COLUMN payment.prepaid_account.purpose IS '1 sold 2 breakage';

-- Loading a wallet from a prepaid card is a top-up.
ALTER TABLE payment.orders
    DROP CONSTRAINT orders_kind_check,
    ADD CONSTRAINT orders_kind_check CHECK (kind BETWEEN 1 AND 20);
