-- The operator's own certification authorities, what they certified and revoked, and the outside authorities that are trusted.

create table pki.authority (
    id            uuid        not null primary key,
    name          text        not null unique check (name ~ '^[a-z0-9-]{1,40}$'),
    family        smallint    not null check (family in (1, 2, 3)),
    level         smallint    not null check (level in (1, 2)),
    generation    smallint    not null check (generation >= 1),
    parent_id     uuid        references pki.authority,
    status        smallint    not null check (status in (1, 2, 3)),
    certificate   bytea       not null,
    key_store     smallint    not null check (key_store in (1, 2)),
    key_sealed    bytea,
    key_label     text        check (length(key_label) between 1 and 100),
    crl_number    bigint      not null default 0 check (crl_number >= 0),
    created_at    timestamptz not null,
    unique (family, level, generation),
    check ((level = 1) = (parent_id is null)),
    check ((key_store = 1) = (key_sealed is not null) and (key_store = 2) = (key_label is not null))
);
comment on column pki.authority.family is '1 P-256, 2 Ed25519, 3 SM2';
comment on column pki.authority.level is '1 root, 2 issuing';
comment on column pki.authority.status is '1 active, 2 retired (signs revocation lists only), 3 revoked';
comment on column pki.authority.key_store is '1 sealed by the vault (key_sealed is the PKCS#8), 2 in a PKCS#11 token (under key_label)';
create unique index authority_active on pki.authority (family, level) where status = 1;

create table pki.certificate (
    id                uuid        not null primary key,
    authority_id      uuid        not null references pki.authority,
    serial            bytea       not null check (length(serial) between 8 and 20),
    subject_kind      smallint    not null check (subject_kind between 1 and 4),
    subject_id        uuid        not null,
    key_type          smallint    not null check (key_type between 1 and 4),
    public_key_sha256 bytea       not null check (length(public_key_sha256) = 32),
    not_before        timestamptz not null,
    not_after         timestamptz not null,
    revoked_at        timestamptz,
    revocation_reason smallint    check (revocation_reason between 0 and 10),
    supersede_at      timestamptz,
    der               bytea       not null,
    der_sha256        bytea       not null unique check (length(der_sha256) = 32),
    request_key       text        not null check (length(request_key) between 1 and 64),
    request_hash      bytea       not null check (length(request_hash) = 32),
    created_at        timestamptz not null,
    unique (authority_id, serial),
    unique (subject_kind, subject_id, request_key),
    check (not_before < not_after),
    check ((revoked_at is null) = (revocation_reason is null))
);
comment on column pki.certificate.subject_kind is '1 provider, 2 device, 3 server, 4 authority';
comment on column pki.certificate.key_type is '1 EC P-256, 2 Ed25519, 3 SM2, 4 RSA';
comment on column pki.certificate.supersede_at is 'when a renewed certificate''s overlap ends and it is revoked as superseded';
create index certificate_subject on pki.certificate (subject_kind, subject_id, not_after);
create index certificate_revoked on pki.certificate (authority_id, revoked_at) where revoked_at is not null;
create index certificate_supersede on pki.certificate (supersede_at) where supersede_at is not null and revoked_at is null;
create index certificate_key on pki.certificate (public_key_sha256);
create index certificate_expiry on pki.certificate (not_after) where revoked_at is null;

-- Whose a public key is, for ever: one key never stands for two subjects, and a compromised one never comes back.
create table pki.certified_key (
    public_key_sha256 bytea    not null primary key check (length(public_key_sha256) = 32),
    subject_kind      smallint not null,
    subject_id        uuid     not null,
    compromised       boolean  not null default false
);

create table pki.crl (
    authority_id uuid        not null references pki.authority,
    number       bigint      not null check (number >= 1),
    this_update  timestamptz not null,
    next_update  timestamptz not null,
    der          bytea       not null,
    primary key (authority_id, number),
    check (this_update < next_update)
);

create table pki.expiry_warning (
    certificate_id uuid        not null references pki.certificate,
    days_before    smallint    not null,
    warned_at      timestamptz not null,
    primary key (certificate_id, days_before)
);

-- Certificates of licensed outside authorities, installed by staff.
create table pki.anchor (
    id           uuid        not null primary key,
    label        text        not null check (length(label) between 1 and 100),
    certificate  bytea       not null,
    der_sha256   bytea       not null unique check (length(der_sha256) = 32),
    on_silence   smallint    not null check (on_silence in (1, 2)),
    active       boolean     not null default true,
    created_at   timestamptz not null
);
comment on column pki.anchor.on_silence is 'when revocation cannot be learnt: 1 refuse (hard fail), 2 accept (soft fail)';

create table pki.external_certificate (
    id                uuid        not null primary key,
    anchor_id         uuid        not null references pki.anchor,
    subject_kind      smallint    not null check (subject_kind in (1, 2)),
    subject_id        uuid        not null,
    key_type          smallint    not null check (key_type between 1 and 4),
    der_sha256        bytea       not null unique check (length(der_sha256) = 32),
    chain             bytea[]     not null,
    not_before        timestamptz not null,
    not_after         timestamptz not null,
    status            smallint    not null check (status in (1, 2, 3)),
    checked_at        timestamptz not null,
    created_at        timestamptz not null
);
comment on column pki.external_certificate.chain is 'the certificate first, then its intermediates, DER';
comment on column pki.external_certificate.status is '1 good, 2 revoked or no longer trusted (for ever), 3 not known: its authority does not answer and its anchor wants an answer';
create index external_certificate_subject on pki.external_certificate (subject_kind, subject_id);
create index external_certificate_check on pki.external_certificate (checked_at) where status <> 2;
