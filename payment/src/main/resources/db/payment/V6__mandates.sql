-- Mandates: a customer lets a provider take recurring payments, within caps and a validity, from a source the customer chose.

CREATE TABLE payment.mandate (
    id                    uuid     NOT NULL PRIMARY KEY,
    customer_id           uuid     NOT NULL,
    provider_id           uuid     NOT NULL,
    currency              text     NOT NULL,
    title                 text     NOT NULL,
    per_payment_cap_minor bigint   NOT NULL CHECK (per_payment_cap_minor > 0),
    period                smallint NOT NULL CHECK (period BETWEEN 1 AND 3),
    period_cap_minor      bigint   NOT NULL CHECK (period_cap_minor >= per_payment_cap_minor),
    period_count          integer  NOT NULL CHECK (period_count BETWEEN 1 AND 1000),
    valid_from_ts         bigint   NOT NULL,
    valid_until_ts        bigint   NOT NULL CHECK (valid_until_ts > valid_from_ts),
    source_kind           smallint NOT NULL CHECK (source_kind BETWEEN 0 AND 3),
    source_id             uuid,
    first_needs_proof     boolean  NOT NULL,
    notice_hours          integer  NOT NULL CHECK (notice_hours BETWEEN 0 AND 720),
    state                 smallint NOT NULL CHECK (state BETWEEN 1 AND 2),
    ended_by              smallint NOT NULL CHECK (ended_by BETWEEN 0 AND 3),
    period_start          integer  NOT NULL,
    spent_minor           bigint   NOT NULL CHECK (spent_minor BETWEEN 0 AND period_cap_minor),
    spent_count           integer  NOT NULL CHECK (spent_count BETWEEN 0 AND period_count),
    payments              bigint   NOT NULL CHECK (payments >= 0),
    created_ts            bigint   NOT NULL
) WITH (fillfactor = 70);

COMMENT ON COLUMN payment.mandate.period IS '1 day 2 week, from Monday 3 month; of the calendar in Asia/Shanghai';
COMMENT ON COLUMN payment.mandate.period_start IS 'First day, since 1970-01-01, of the period that spent_* belong to';
COMMENT ON COLUMN payment.mandate.state IS '1 active 2 ended';
COMMENT ON COLUMN payment.mandate.ended_by IS '0 nobody 1 customer 2 provider 3 platform';

CREATE INDEX mandate_customer ON payment.mandate (customer_id, id);
CREATE INDEX mandate_provider ON payment.mandate (provider_id, id);

-- What a provider announced before taking it.
CREATE TABLE payment.mandate_notice (
    mandate_id   uuid   NOT NULL REFERENCES payment.mandate,
    reference    text   NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    announced_ts bigint NOT NULL,
    PRIMARY KEY (mandate_id, reference)
);

-- Which payments were taken under which mandate.
CREATE TABLE payment.mandate_payment (
    mandate_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    PRIMARY KEY (mandate_id, payment_id)
);
