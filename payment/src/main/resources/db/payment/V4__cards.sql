-- Cards that customers bound. Numbers, tokens and holders' data are sealed by the vault; a card's security code is stored nowhere.

CREATE TABLE payment.card (
    id             uuid        NOT NULL PRIMARY KEY,
    customer_id    uuid        NOT NULL,
    bank_id        text        NOT NULL,
    kind           smallint    NOT NULL CHECK (kind BETWEEN 1 AND 2),
    mode           smallint    NOT NULL CHECK (mode BETWEEN 1 AND 4),
    state          smallint    NOT NULL CHECK (state BETWEEN 1 AND 7),
    position       integer     NOT NULL CHECK (position >= 0),
    first_digits   text        NOT NULL CHECK (first_digits ~ '^[0-9]{4}$'),
    last_digits    text        NOT NULL CHECK (last_digits ~ '^[0-9]{4}$'),
    expires_on     date,
    request_key    text        NOT NULL,
    lookup_version smallint    NOT NULL,
    lookup         bytea       NOT NULL CHECK (length(lookup) = 32),
    sealed_number  bytea,
    sealed_holder  bytea,
    sealed_token   bytea,
    hint           text,
    code_tries     smallint    NOT NULL DEFAULT 0,
    failure        text,
    created_at     timestamptz NOT NULL,
    look_at        timestamptz,
    looks          integer     NOT NULL DEFAULT 0,
    bound_at       timestamptz,
    ended_at       timestamptz,
    warned_at      timestamptz,
    UNIQUE (customer_id, request_key),
    CHECK (state <> 4 OR (sealed_token IS NOT NULL AND bound_at IS NOT NULL AND position > 0))
);

COMMENT ON COLUMN payment.card.kind IS '1 debit 2 credit';
COMMENT ON COLUMN payment.card.mode IS '1 bank counter 2 phone bank 3 net bank 4 bank code';
COMMENT ON COLUMN payment.card.state IS
    '1 asked 2 code sent 3 continues at the bank 4 active 5 ending: the bank does not know yet 6 ended 7 refused';
COMMENT ON COLUMN payment.card.position IS '1 is the default; 0 before it is bound and after it ended';
COMMENT ON COLUMN payment.card.lookup IS 'HMAC of the number, to find the same card again';
COMMENT ON COLUMN payment.card.sealed_holder IS 'Name, ID number, phone and expiry while the bank is being asked; emptied then';
COMMENT ON COLUMN payment.card.sealed_token IS 'The bank''s token of the agreement; kept 90 days after its end for what is under way';
COMMENT ON COLUMN payment.card.hint IS 'Last digits of the phone that got the code, or where the customer goes on';
COMMENT ON COLUMN payment.card.look_at IS 'When somebody has to ask the bank again; null for never';

CREATE UNIQUE INDEX card_one_binding ON payment.card (customer_id, lookup) WHERE state BETWEEN 1 AND 5;
CREATE INDEX card_customer ON payment.card (customer_id, position);
CREATE INDEX card_lookup ON payment.card (lookup) WHERE state BETWEEN 4 AND 5;
CREATE INDEX card_look ON payment.card (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX card_expiring ON payment.card (expires_on) WHERE state = 4 AND warned_at IS NULL;
