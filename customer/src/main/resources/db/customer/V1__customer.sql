-- Payers. The wallet's balance is the ledger's; here is who it belongs to.

CREATE TABLE customer.customer (
    id                uuid     NOT NULL PRIMARY KEY,
    wallet_account_id bigint   NOT NULL,
    created_ts        bigint   NOT NULL,
    status            smallint NOT NULL CHECK (status BETWEEN 1 AND 3),
    currency          text     NOT NULL,
    msisdn            text     NOT NULL,
    name              text     NOT NULL
) WITH (fillfactor = 90);

CREATE UNIQUE INDEX customer_msisdn ON customer.customer (msisdn);
CREATE UNIQUE INDEX customer_wallet ON customer.customer (wallet_account_id);

-- HMAC-SHA256(PIN key of key_version, customer id || salt || PIN); the keys are in the vault.
CREATE TABLE customer.pin (
    customer_id     uuid     NOT NULL PRIMARY KEY REFERENCES customer.customer (id),
    locked_until_ts bigint   NOT NULL DEFAULT 0,
    failed          integer  NOT NULL DEFAULT 0,
    key_version     smallint NOT NULL,
    salt            bytea    NOT NULL CHECK (length(salt) = 16),
    verifier        bytea    NOT NULL CHECK (length(verifier) = 32)
) WITH (fillfactor = 80);

CREATE TABLE customer.device (
    id          uuid    NOT NULL PRIMARY KEY,
    customer_id uuid    NOT NULL REFERENCES customer.customer (id),
    created_ts  bigint  NOT NULL,
    active      boolean NOT NULL,
    public_key  bytea   NOT NULL CHECK (length(public_key) = 32)
) WITH (fillfactor = 90);

CREATE INDEX device_customer ON customer.device (customer_id);
