-- How people sign in. Whoever has only this database finds nothing here to guess at: secrets are sealed and codes hashed
-- under keys that it doesn't hold (docs/spec/keys.md). Times are ms since 1970.

-- The administrator makes and ends accounts. A patient's account still has no name here.
alter table account drop constraint account_role_check;
alter table account add constraint account_role_check
    check (role in ('NURSE', 'PHYSICIAN', 'ADMISSIONS', 'PATIENT', 'DPO', 'ADMINISTRATOR', 'LOADER'));

-- sealed: an Argon2id verifier.
create table password (
    tenant     smallint not null,
    account    bigint   not null,
    sealed     bytea    not null,
    since      bigint   not null,
    primary key (tenant, account)
);
grant select, insert, update, delete on password to ${app};

-- One-time codes of an application (RFC 6238). last_step: the last step that was used; none at or before it is taken again.
create table totp (
    tenant     smallint not null,
    account    bigint   not null,
    sealed     bytea    not null,
    last_step  bigint   not null,
    since      bigint   not null,
    primary key (tenant, account)
);
grant select, insert, update, delete on totp to ${app};

-- name: keyed hash of the credential's id. sealed: id, public key, counter, label.
create table passkey (
    tenant     smallint not null,
    name       uuid     not null,
    account    bigint   not null,
    sealed     bytea    not null,
    since      bigint   not null,
    primary key (tenant, name)
);
create index passkey_account on passkey (tenant, account);
grant select, insert, update, delete on passkey to ${app};

-- Codes for a lost factor: a row goes when its code was used. code: its keyed hash.
create table recovery (
    tenant     smallint not null,
    account    bigint   not null,
    code       uuid     not null,
    primary key (tenant, account, code)
);
grant select, insert, delete on recovery to ${app};

-- The one code that opens an account for its first, or new, factors. code: its keyed hash.
create table enrolment (
    tenant     smallint not null,
    account    bigint   not null,
    code       uuid     not null,
    until_at   bigint   not null,
    primary key (tenant, account)
);
grant select, insert, update, delete on enrolment to ${app};

-- Failed attempts, by the keyed hash of a login or an address. None before free_at.
create table attempt (
    name       uuid     primary key,
    failures   int      not null,
    at         bigint   not null,
    free_at    bigint   not null
);
create index attempt_at on attempt (at);
grant select, insert, update, delete on attempt to ${app};

-- Who is signed in. name: SHA-256 of what the browser holds. account: 0 until somebody is.
create table session (
    name       bytea    primary key check (octet_length(name) = 32),
    tenant     smallint not null,
    account    bigint   not null,
    started    bigint   not null,
    seen       bigint   not null,
    until_at   bigint   not null,
    sealed     bytea    not null
);
create index session_account on session (tenant, account);
create index session_seen    on session (seen);
alter table session alter column sealed set storage external;
grant select, insert, update, delete on session to ${app};
