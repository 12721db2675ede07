-- Money in and out through partners: where a payment's money comes from, and one leg for each instruction to a partner.

ALTER TABLE payment.orders
    ADD COLUMN source       smallint NOT NULL DEFAULT 0 CHECK (source BETWEEN 0 AND 3),
    ADD COLUMN source_id    uuid,
    ADD COLUMN source_label text,
    DROP CONSTRAINT orders_kind_check,
    ADD CONSTRAINT orders_kind_check CHECK (kind BETWEEN 1 AND 20);

COMMENT ON COLUMN payment.orders.source IS '0 wallet (or not yet known) 1 bank card 2 prepaid card 3 phone bill';
COMMENT ON COLUMN payment.orders.source_label IS 'Masked number of the card; null for the wallet';

ALTER TABLE payment.refund
    ADD COLUMN destination smallint NOT NULL DEFAULT 0 CHECK (destination BETWEEN 0 AND 2),
    DROP CONSTRAINT refund_state_check,
    ADD CONSTRAINT refund_state_check CHECK (state BETWEEN 1 AND 3);

COMMENT ON COLUMN payment.refund.state IS '1 succeeded 2 failed 3 processing at the partner';
COMMENT ON COLUMN payment.refund.destination IS '0 wallet 1 the card or phone bill that paid 2 wallet, because the source refused for good';

-- One instruction to one partner, from the intent (before the call) to its end. The id is the instruction's, known to the partner.
CREATE TABLE payment.leg (
    id                  uuid     NOT NULL PRIMARY KEY,
    original_id         uuid     REFERENCES payment.leg (id),
    order_id            uuid     NOT NULL,
    refund_id           uuid,
    customer_id         uuid     NOT NULL,
    card_id             uuid,
    at_ms               bigint   NOT NULL,
    created_ts          bigint   NOT NULL,
    next_due_ts         bigint   NOT NULL,
    amount_minor        bigint   NOT NULL CHECK (amount_minor > 0),
    points              bigint   NOT NULL CHECK (points >= 0),
    from_account_id     bigint   NOT NULL,
    to_account_id       bigint   NOT NULL,
    fallback_account_id bigint   NOT NULL,
    suspense_account_id bigint   NOT NULL,
    version             integer  NOT NULL,
    attempts            integer  NOT NULL,
    operation           smallint NOT NULL CHECK (operation BETWEEN 1 AND 9),
    state               smallint NOT NULL CHECK (state BETWEEN 1 AND 7),
    money               smallint NOT NULL CHECK (money BETWEEN 1 AND 4),
    speed               smallint NOT NULL CHECK (speed BETWEEN 0 AND 2),
    abandoned           boolean  NOT NULL,
    partner             text     NOT NULL,
    currency            text     NOT NULL,
    number              text,
    note                text     NOT NULL,
    partner_reference   text,
    failure             text,
    -- Open legs have their money reserved; only then does a pending transfer wait on suspense.
    CHECK (state IN (4, 5, 6, 7) OR money = 1)
) WITH (fillfactor = 80);

COMMENT ON COLUMN payment.leg.state IS '1 intent 2 sent 3 in_doubt 4 reversing 5 done 6 declined 7 reversed';
COMMENT ON COLUMN payment.leg.money IS '1 pending on suspense 2 moved 3 released 4 given to the payer''s wallet instead';
COMMENT ON COLUMN payment.leg.number IS 'E.164 number that a carrier charges or credits; null for banks';
COMMENT ON COLUMN payment.leg.abandoned IS 'The payment was cancelled meanwhile: a success of the partner is taken back';

CREATE INDEX leg_due ON payment.leg (next_due_ts) WHERE state <= 4;
CREATE INDEX leg_order ON payment.leg (order_id, id);
CREATE INDEX leg_partner ON payment.leg (partner, id);

-- Accounts of the house that partners need: clearing for each partner, suspense and holds for each currency.
CREATE TABLE payment.house_account (
    name       text   NOT NULL,
    currency   text   NOT NULL,
    account_id bigint NOT NULL UNIQUE,
    PRIMARY KEY (name, currency)
);

-- What staff decided about a partner; without a row: on, weight 100.
CREATE TABLE payment.partner_switch (
    partner    text        NOT NULL PRIMARY KEY,
    is_on      boolean     NOT NULL,
    weight     integer     NOT NULL CHECK (weight BETWEEN 0 AND 1000),
    version    integer     NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text        NOT NULL,
    reason     text        NOT NULL
);
