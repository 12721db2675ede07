-- Service providers, their keys, webhooks, request log. Timestamps are microseconds since 1970 in bigint columns named *_ts.

create table merchant.provider (
    id          uuid primary key,
    name        text     not null check (length(name) between 1 and 100),
    kind        smallint not null check (kind in (1, 2)),
    account_id  bigint   not null unique,
    currency    text     not null,
    status      smallint not null default 1 check (status in (1, 2, 3)),
    created_ts  bigint   not null
);

-- algorithm 1 ed25519 (public_key), 2 hmac-sha256 (secret_sealed), 3 bearer (secret_hash); exactly one is there.
create table merchant.api_key (
    id              uuid primary key,
    provider_id     uuid     not null references merchant.provider,
    algorithm       smallint not null check (algorithm in (1, 2, 3)),
    public_key      bytea check (length(public_key) = 32),
    secret_sealed   bytea,
    secret_hash     bytea unique check (length(secret_hash) = 32),
    label           text     not null default '',
    active          boolean  not null default true,
    not_after_ts    bigint,
    rate_per_second integer  not null check (rate_per_second between 1 and 1000000),
    created_ts      bigint   not null,
    check (num_nonnulls(public_key, secret_sealed, secret_hash) = 1)
);
create index api_key_by_provider on merchant.api_key (provider_id);

-- status 1 active, 2 paused (deliveries wait), 3 disabled (answered 410 or failed for days), 4 deleted
create table merchant.webhook_endpoint (
    id                   uuid primary key,
    provider_id          uuid     not null references merchant.provider,
    url                  text     not null check (length(url) <= 2000),
    event_types          text[]   not null default '{}',
    status               smallint not null default 1 check (status in (1, 2, 3, 4)),
    secret_sealed        bytea    not null,
    old_secret_sealed    bytea,
    old_secret_until_ts  bigint,
    last_rotation        text,
    created_ts           bigint   not null
);
create index webhook_endpoint_by_provider on merchant.webhook_endpoint (provider_id) where status <> 4;

-- state 1 pending, 2 delivered, 3 failed (given up or refused for good).
-- A claim moves next_attempt_ts ahead by a lease and counts the attempt: a node that dies leaves it due again.
create table merchant.webhook_delivery (
    id               uuid     not null,
    created_ts       bigint   not null,
    endpoint_id      uuid     not null,
    provider_id      uuid     not null,
    event_id         uuid     not null,
    event_type       text     not null,
    body             bytea    not null,
    state            smallint not null,
    attempts         integer  not null,
    claim            bigint   not null,
    next_attempt_ts  bigint   not null,
    last_attempt_ts  bigint,
    last_status      integer,
    last_error       text,
    primary key (id, created_ts)
) partition by range (created_ts);
create index webhook_delivery_due on merchant.webhook_delivery (next_attempt_ts) where state = 1;
create index webhook_delivery_by_provider on merchant.webhook_delivery (provider_id, id desc);

create table merchant.request_log (
    ts               bigint   not null,
    request_id       text     not null,
    provider_id      uuid,
    customer_id      uuid,
    key_id           text,
    method           text     not null,
    path             text     not null,
    status           smallint not null,
    error_code       text,
    duration_us      bigint   not null,
    idempotency_key  text,
    remote           text
) partition by range (ts);
create index request_log_by_provider on merchant.request_log (provider_id, ts);
