-- What replays of real logs leave behind beside ordinary customers and payments. Sandbox databases only.

CREATE TABLE bench.replayed_file (
    id        integer NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    sha256    text    NOT NULL UNIQUE CHECK (length(sha256) = 64),
    rows_done bigint  NOT NULL DEFAULT 0
);

COMMENT ON COLUMN bench.replayed_file.rows_done IS 'Every row up to this one has been answered; a lower bound';

-- Who a name in a log is. Shared by all logs: a customer of January is the same in February.
CREATE TABLE bench.party (
    role          smallint NOT NULL CHECK (role BETWEEN 1 AND 5),
    name          text     NOT NULL,
    id            uuid     NOT NULL,
    number        bigint   NOT NULL GENERATED ALWAYS AS IDENTITY,
    account_id    bigint,
    opening_minor bigint   NOT NULL CHECK (opening_minor >= 0),
    opened        boolean  NOT NULL DEFAULT false,
    file_id       integer  NOT NULL REFERENCES bench.replayed_file (id),
    first_row     bigint   NOT NULL,
    PRIMARY KEY (role, name)
);

COMMENT ON COLUMN bench.party.account_id IS 'Null until the account is open';
COMMENT ON COLUMN bench.party.opened IS 'Whether the opening balance is known to be posted';
COMMENT ON COLUMN bench.party.first_row IS 'Where in file_id the name was seen first';

CREATE UNIQUE INDEX party_id ON bench.party (id);
