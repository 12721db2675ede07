-- Keys of more algorithms, with a beginning and an end, and keys that a certificate vouches for.
-- algorithm 4 ecdsa-p256-sha256, 5 rsa-pss-sha512, 6 sm2-sm3: public_key is the SubjectPublicKeyInfo in DER.

alter table merchant.api_key
    drop constraint api_key_algorithm_check,
    drop constraint api_key_public_key_check,
    add column not_before_ts bigint,
    add column certificate_id uuid,
    add column certificate_source smallint check (certificate_source in (1, 2)),
    add column expiry_warned_days smallint,
    add constraint api_key_algorithm_check check (algorithm between 1 and 6),
    add constraint api_key_public_key_check
        check (case when algorithm = 1 then length(public_key) = 32 else length(public_key) between 33 and 1024 end),
    add constraint api_key_certificate_check
        check ((certificate_id is null) = (certificate_source is null) and (certificate_id is null or public_key is not null)),
    add constraint api_key_times_check check (not_before_ts < not_after_ts);

comment on column merchant.api_key.certificate_source is '1 given by our own authority, 2 of an outside one; while there is a certificate, it decides whether the key counts';
comment on column merchant.api_key.expiry_warned_days is 'the nearest of 30, 7 and 1 days before its end that was warned of';
create index api_key_expiry on merchant.api_key (not_after_ts) where active and not_after_ts is not null;
create unique index api_key_certificate on merchant.api_key (certificate_id) where certificate_id is not null and active;
