-- Orders, refunds, agreements and the ids of requests. Amounts are minor units, *_ts microseconds since 1970 (0 for none).

CREATE TABLE payment.orders (
    id                   uuid     NOT NULL PRIMARY KEY,
    created_ts           bigint   NOT NULL,
    expires_ts           bigint   NOT NULL,
    completed_ts         bigint   NOT NULL,
    cancellable_until_ts bigint   NOT NULL,
    capture_until_ts     bigint   NOT NULL,
    amount_minor         bigint   NOT NULL CHECK (amount_minor > 0),
    captured_minor       bigint   NOT NULL CHECK (captured_minor BETWEEN 0 AND amount_minor),
    refunded_minor       bigint   NOT NULL CHECK (refunded_minor BETWEEN 0 AND captured_minor),
    payer_account_id     bigint   NOT NULL,
    payee_account_id     bigint   NOT NULL,
    provider_id          uuid,
    payer_id             uuid,
    payee_id             uuid,
    agreement_id         uuid,
    version              integer  NOT NULL,
    cancel_window_s      integer  NOT NULL,
    capture_window_s     integer  NOT NULL,
    kind                 smallint NOT NULL CHECK (kind BETWEEN 1 AND 4),
    state                smallint NOT NULL CHECK (state BETWEEN 1 AND 10),
    method               smallint NOT NULL CHECK (method BETWEEN 0 AND 4),
    currency             text     NOT NULL,
    reference            text,
    -- One narrow key for (provider, reference): its index is the only one a look-up by reference can use.
    reference_key        uuid GENERATED ALWAYS AS (md5(provider_id::text || ':' || reference)::uuid) STORED,
    subject              text     NOT NULL,
    failure              text
) WITH (fillfactor = 85);

COMMENT ON COLUMN payment.orders.state IS
    '1 created 2 challenged 3 held 4 authorised 5 processing 6 in_doubt 7 succeeded 8 failed 9 cancelled 10 expired';
COMMENT ON COLUMN payment.orders.capture_window_s IS '0: money moves when confirmed';

-- No index mentions the state, so that an order changes in place (HOT); expiry goes by payment.due.
CREATE UNIQUE INDEX orders_reference ON payment.orders (reference_key);
CREATE INDEX orders_provider ON payment.orders (provider_id, id) WHERE provider_id IS NOT NULL;
CREATE INDEX orders_payer ON payment.orders (payer_id, id) WHERE payer_id IS NOT NULL;
CREATE INDEX orders_payee ON payment.orders (payee_id, id) WHERE payee_id IS NOT NULL;

-- When somebody has to look whether an order has run out of time. A row may be stale; the order itself decides.
CREATE TABLE payment.due (
    due_ts   bigint NOT NULL,
    order_id uuid   NOT NULL,
    PRIMARY KEY (due_ts, order_id)
);

CREATE TABLE payment.refund (
    id           uuid     NOT NULL PRIMARY KEY,
    payment_id   uuid     NOT NULL,
    provider_id  uuid     NOT NULL,
    created_ts   bigint   NOT NULL,
    amount_minor bigint   NOT NULL CHECK (amount_minor > 0),
    state        smallint NOT NULL CHECK (state BETWEEN 1 AND 2),
    currency     text     NOT NULL,
    reference    text     NOT NULL,
    reference_key uuid GENERATED ALWAYS AS (md5(provider_id::text || ':' || reference)::uuid) STORED,
    reason       text     NOT NULL,
    failure      text
);

CREATE UNIQUE INDEX refund_reference ON payment.refund (reference_key);
CREATE INDEX refund_payment ON payment.refund (payment_id, id);

CREATE TABLE payment.agreement (
    id                    uuid     NOT NULL PRIMARY KEY,
    customer_id           uuid     NOT NULL,
    provider_id           uuid     NOT NULL,
    created_ts            bigint   NOT NULL,
    per_payment_cap_minor bigint   NOT NULL CHECK (per_payment_cap_minor > 0),
    daily_cap_minor       bigint   NOT NULL CHECK (daily_cap_minor >= per_payment_cap_minor),
    spent_minor           bigint   NOT NULL CHECK (spent_minor BETWEEN 0 AND daily_cap_minor),
    spent_day             integer  NOT NULL,
    status                smallint NOT NULL CHECK (status BETWEEN 1 AND 2),
    currency              text     NOT NULL
) WITH (fillfactor = 70);

COMMENT ON COLUMN payment.agreement.spent_day IS 'Days since 1970-01-01, of the day in Asia/Shanghai';

CREATE INDEX agreement_customer ON payment.agreement (customer_id, id);

-- Unique for ever: the same request is answered the same, whenever it comes.
CREATE TABLE payment.idempotency (
    caller       text     NOT NULL,
    key          text     NOT NULL,
    object_id    uuid,
    created_ts   bigint   NOT NULL,
    status       smallint NOT NULL,
    request_hash bytea    NOT NULL CHECK (length(request_hash) = 32),
    body         bytea    NOT NULL,
    PRIMARY KEY (caller, key)
);
