-- Instructions to banks that work by files, the batches they went out in, and the files that came back. One row per instruction for
-- ever: that is what makes a repeat harmless. Account numbers and names are sealed, and wiped when the bank has answered.

create table bank.file_batch (
    partner     text        not null check (partner ~ '^[a-z][a-z0-9-]{1,31}$'),
    batch_no    bigint      not null check (batch_no >= 1),
    day         date        not null,
    kinds       smallint    not null check (kinds between 1 and 4),
    row_count   integer     not null check (row_count between 1 and 100000),
    total_minor bigint      not null check (total_minor > 0),
    digest      bytea       not null check (length(digest) = 32),
    state       smallint    not null check (state between 1 and 3),
    cut_at      timestamptz not null,
    sent_at     timestamptz,
    answered_at timestamptz,
    primary key (partner, batch_no),
    check (state <> 3 or answered_at is not null)
);
comment on column bank.file_batch.day is 'the bank''s day when it was cut; part of the file''s name';
comment on column bank.file_batch.kinds is '1 all together, 2 debits, 3 credits, 4 refunds';
comment on column bank.file_batch.digest is 'SHA-256 of the file; whoever writes it again must come to the same';
comment on column bank.file_batch.state is '1 cut (sent or not: nobody knows until it is marked), 2 sent, 3 every row answered';
create index file_batch_unsent on bank.file_batch (partner, batch_no) where state = 1;

create table bank.file_row (
    partner        text        not null check (partner ~ '^[a-z][a-z0-9-]{1,31}$'),
    id             uuid        not null,
    kind           smallint    not null check (kind between 1 and 3),
    content_mac    bytea       check (length(content_mac) = 32),
    given_at       timestamptz not null,
    amount_minor   bigint      not null check (amount_minor > 0),
    currency       text        not null check (currency ~ '^[A-Z]{3}$'),
    purpose        text        not null,
    speed          text        not null,
    party_sealed   bytea,
    original_id    uuid,
    original_batch bigint,
    state          smallint    not null check (state between 1 and 5),
    batch_no       bigint,
    ordinal        integer     check (ordinal >= 1),
    bank_reference text        check (length(bank_reference) between 1 and 64),
    reason         text,
    bank_code      text        check (length(bank_code) <= 32),
    recorded_at    timestamptz not null,
    answered_at    timestamptz,
    told           boolean     not null default false,
    primary key (partner, id),
    foreign key (partner, batch_no) references bank.file_batch,
    check ((batch_no is null) = (ordinal is null)),
    check (state not in (1, 2) or batch_no is null),
    check (state not in (3, 4) or batch_no is not null),
    check ((state in (2, 4, 5)) = (answered_at is not null)),
    check ((state = 5) = (reason is not null)),
    check (state in (1, 3) or party_sealed is null),
    unique (partner, batch_no, ordinal)
);
comment on column bank.file_row.kind is '1 debit, 2 credit, 3 refund';
comment on column bank.file_row.content_mac is 'keyed digest of what was asked, to tell a repeat from another instruction; null for one that was reversed before it came';
comment on column bank.file_row.party_sealed is 'account, name and note, AES-256-GCM under the bank''s row key, bound to partner and id';
comment on column bank.file_row.original_batch is 'of a refund: the batch its original went out in';
comment on column bank.file_row.state is '1 waiting, 2 withdrawn before it was sent, 3 in a batch, 4 done, 5 declined (without a batch: by ourselves)';
comment on column bank.file_row.told is 'whether the platform was told the bank''s answer';
create index file_row_waiting on bank.file_row (partner, recorded_at, id) where state = 1;
create index file_row_untold on bank.file_row (partner, answered_at) where state in (4, 5) and not told;

create table bank.file_received (
    partner     text        not null check (partner ~ '^[a-z][a-z0-9-]{1,31}$'),
    name        text        not null check (length(name) between 1 and 120),
    digest      bytea       not null check (length(digest) = 32),
    verdict     smallint    not null check (verdict in (1, 2)),
    trouble     text        check (length(trouble) between 1 and 500),
    told        boolean     not null,
    received_at timestamptz not null,
    primary key (partner, name, digest),
    check ((verdict = 2) = (trouble is not null))
);
comment on table bank.file_received is 'every file a bank gave us, by name and content: each is taken or refused once';
comment on column bank.file_received.verdict is '1 taken, 2 refused as a whole';
create index file_received_untold on bank.file_received (partner, received_at) where not told;

create table bank.file_statement (
    partner     text        not null check (partner ~ '^[a-z][a-z0-9-]{1,31}$'),
    day         date        not null,
    name        text        not null,
    content     bytea,
    trouble     text        check (length(trouble) between 1 and 500),
    received_at timestamptz not null,
    primary key (partner, day),
    check ((content is null) <> (trouble is null))
);
comment on column bank.file_statement.trouble is 'why the day''s statement was refused; a right one takes its place';
