-- Who may knock. Times are ms since 1970; 9223372036854775807 is "no end".
create sequence account_number start 1000;
grant usage on sequence account_number to ${app};

-- A patient's account has no name here: the record has it, sealed.
create table account (
    tenant     smallint    not null,
    account    bigint      not null check (account > 0),
    role       text        not null check (role in ('NURSE', 'PHYSICIAN', 'ADMISSIONS', 'PATIENT', 'DPO', 'LOADER')),
    name       text        not null check (role <> 'PATIENT' or name = ''),
    login      text        not null,
    subject    bigint      not null default 0 check (subject >= 0 and (subject = 0 or role = 'PATIENT')),
    review_due bigint      not null,
    revoked_at bigint,
    created    timestamptz not null default clock_timestamp(),
    primary key (tenant, account),
    unique (tenant, login)
);
grant select, insert, update (revoked_at, review_due, subject) on account to ${app};

-- Where an account works. unit: blind index of Organization/id; number: the unit's surrogate in authorisation columns.
create table posting (
    tenant     smallint    not null,
    account    bigint      not null,
    unit       uuid        not null,
    number     int         not null,
    name       text        not null,
    from_at    bigint      not null,
    until_at   bigint      not null,
    primary key (tenant, account, unit, from_at)
);
grant select, insert, update (until_at) on posting to ${app};

-- Programs that sign in by themselves. jwks: public keys only (RFC 7517).
create table client (
    client     text        primary key,
    tenant     smallint    not null,
    account    bigint      not null,
    jwks       text        not null,
    revoked_at bigint,
    created    timestamptz not null default clock_timestamp()
);
grant select, insert, update (jwks, revoked_at) on client to ${app};

-- Assertions that were used: each works once.
create table assertion (
    client     text        not null,
    jti        text        not null check (length(jti) <= 255),
    expires_at bigint      not null,
    primary key (client, jti)
);
create index assertion_expires on assertion (expires_at);
grant select, insert, delete on assertion to ${app};
