-- Data keys, wrapped. The key-encryption keys are not here: they lie in a PKCS#12 file or an HSM.

CREATE TABLE vault.kek (
    id          text        NOT NULL PRIMARY KEY CHECK (id ~ '^kek-[0-9a-f]{16}$'),
    store       text        NOT NULL CHECK (store IN ('pkcs12', 'pkcs11')),
    fingerprint bytea       NOT NULL CHECK (length(fingerprint) = 8),
    created_at  timestamptz NOT NULL,
    retired_at  timestamptz
);
COMMENT ON TABLE vault.kek IS 'Key-encryption keys this database was ever wrapped with; one is in use';
COMMENT ON COLUMN vault.kek.fingerprint IS 'Tells a wrong key before anything is unwrapped with it';

CREATE UNIQUE INDEX kek_in_use ON vault.kek ((true)) WHERE retired_at IS NULL;

CREATE TABLE vault.data_key (
    purpose    text        NOT NULL,
    version    smallint    NOT NULL CHECK (version >= 1),
    kek_id     text        NOT NULL REFERENCES vault.kek (id),
    wrapped    bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    active_at  timestamptz NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (purpose, version)
);
COMMENT ON TABLE vault.data_key IS 'Data keys by purpose and version, each wrapped and bound to both';
COMMENT ON COLUMN vault.data_key.active_at IS 'From when on new values are made with it; all nodes know it before';
COMMENT ON COLUMN vault.data_key.retired_at IS 'When nothing needed the version any more; kept, to undo a mistake';
