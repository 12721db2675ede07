-- How people prove who they are. subject_kind: 1 customer, 2 staff. Nothing here is a secret in the clear.

-- Wrong guesses, counted before the secret is looked at. key = HMAC over kind, scope and whom or whence, by the vault's
-- look-up key: nobody reads out of it whose it is.
CREATE TABLE credential.guess_bucket (
    key          bytea       NOT NULL PRIMARY KEY CHECK (length(key) = 32),
    kind         smallint    NOT NULL CHECK (kind BETWEEN 1 AND 6),
    scope        smallint    NOT NULL CHECK (scope BETWEEN 1 AND 5),
    counted      integer     NOT NULL CHECK (counted >= 0),
    locked_until timestamptz NOT NULL,
    since        timestamptz NOT NULL
) WITH (fillfactor = 60);

CREATE INDEX guess_bucket_since ON credential.guess_bucket (since);

-- Places (devices, sources) from which a target has been right: they have a bucket of their own.
CREATE TABLE credential.known_place (
    key        bytea       NOT NULL PRIMARY KEY CHECK (length(key) = 32),
    target     bytea       NOT NULL CHECK (length(target) = 32),
    last_right timestamptz NOT NULL
);

CREATE INDEX known_place_target ON credential.known_place (target, last_right);

-- Argon2id in PHC string format, sealed by the vault: a stolen table cannot be guessed at offline.
CREATE TABLE credential.password (
    subject_kind smallint    NOT NULL CHECK (subject_kind BETWEEN 1 AND 2),
    subject_id   uuid        NOT NULL,
    sealed_hash  bytea       NOT NULL,
    set_at       timestamptz NOT NULL,
    PRIMARY KEY (subject_kind, subject_id)
);

-- RFC 6238 seeds, sealed. A step is accepted once: last_step only grows.
CREATE TABLE credential.totp (
    subject_kind   smallint    NOT NULL CHECK (subject_kind BETWEEN 1 AND 2),
    subject_id     uuid        NOT NULL,
    sealed_secret  bytea,
    sealed_pending bytea,
    last_step      bigint      NOT NULL DEFAULT 0,
    enrolled_at    timestamptz,
    PRIMARY KEY (subject_kind, subject_id)
);

-- Single use; 80 random bits each, so a keyed digest is enough.
CREATE TABLE credential.recovery_code (
    subject_kind smallint    NOT NULL CHECK (subject_kind BETWEEN 1 AND 2),
    subject_id   uuid        NOT NULL,
    key_version  smallint    NOT NULL,
    digest       bytea       NOT NULL CHECK (length(digest) = 32),
    used_at      timestamptz,
    PRIMARY KEY (subject_kind, subject_id, digest)
);

-- digest = HMAC over id, purpose, holder, what is approved, and the code. A decoy has no right code.
CREATE TABLE credential.one_time_code (
    id          uuid        NOT NULL PRIMARY KEY,
    purpose     text        NOT NULL CHECK (purpose ~ '^[a-z_]{1,40}$'),
    key_version smallint    NOT NULL,
    digest      bytea       NOT NULL CHECK (length(digest) = 32),
    decoy       boolean     NOT NULL,
    tries       smallint    NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz
) WITH (fillfactor = 80);

CREATE INDEX one_time_code_expires ON credential.one_time_code (expires_at);

CREATE TABLE credential.passkey (
    id              uuid        NOT NULL PRIMARY KEY,
    subject_kind    smallint    NOT NULL CHECK (subject_kind BETWEEN 1 AND 2),
    subject_id      uuid        NOT NULL,
    credential_id   bytea       NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
    -- WebAuthn attested credential data: AAGUID, credential id, COSE public key.
    attested        bytea       NOT NULL,
    sign_count      bigint      NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
    backup_eligible boolean     NOT NULL,
    backed_up       boolean     NOT NULL,
    transports      text[]      NOT NULL,
    label           text        NOT NULL CHECK (length(label) BETWEEN 1 AND 64),
    created_at      timestamptz NOT NULL,
    last_used_at    timestamptz
);

CREATE INDEX passkey_subject ON credential.passkey (subject_kind, subject_id);

-- A WebAuthn ceremony under way; the row goes when it is finished, so a challenge serves once.
CREATE TABLE credential.passkey_ceremony (
    id           uuid        NOT NULL PRIMARY KEY,
    purpose      smallint    NOT NULL CHECK (purpose BETWEEN 1 AND 3),
    subject_kind smallint    CHECK (subject_kind BETWEEN 1 AND 2),
    subject_id   uuid,
    nonce        bytea       NOT NULL CHECK (length(nonce) = 32),
    expires_at   timestamptz NOT NULL,
    CHECK ((subject_kind IS NULL) = (subject_id IS NULL))
);

CREATE INDEX passkey_ceremony_expires ON credential.passkey_ceremony (expires_at);

-- token_hash = SHA-256 of 256 random bits that only the client has.
CREATE TABLE credential.session (
    id           uuid        NOT NULL PRIMARY KEY,
    token_hash   bytea       NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    subject_kind smallint    NOT NULL CHECK (subject_kind BETWEEN 1 AND 2),
    subject_id   uuid        NOT NULL,
    factors      text[]      NOT NULL,
    device       text        NOT NULL CHECK (length(device) BETWEEN 1 AND 120),
    source       text        NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
    opened_at    timestamptz NOT NULL,
    proved_at    timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX session_subject ON credential.session (subject_kind, subject_id);
CREATE INDEX session_expires ON credential.session (expires_at);

-- Proofs of work that were handed in, until they would have expired anyway.
CREATE TABLE credential.spent_work (
    nonce      bytea       NOT NULL PRIMARY KEY CHECK (length(nonce) = 16),
    expires_at timestamptz NOT NULL
);

CREATE INDEX spent_work_expires ON credential.spent_work (expires_at);
