-- Applications that people let read and write in their name. All are public clients: they hold no secret.
-- redirects and scopes: parted by one space.
create table app (
    app        text        primary key check (app ~ '^[0-9a-z]{20,40}$'),
    tenant     smallint    not null,
    name       text        not null check (length(name) between 1 and 80),
    redirects  text        not null,
    scopes     text        not null,
    revoked_at bigint,
    created    timestamptz not null default clock_timestamp()
);
grant select, insert, update (revoked_at) on app to ${app};

-- What a person allowed an application, until it is taken back. Without a row nothing that the application holds works.
create table app_consent (
    tenant     smallint    not null,
    account    bigint      not null,
    app        text        not null references app,
    scopes     text        not null,
    given_at   bigint      not null,
    primary key (tenant, account, app)
);
grant select, insert, update (scopes, given_at), delete on app_consent to ${app};

-- One sign-in of a person to an application: asked for, allowed, then in use until it ends. session: SHA-256 of the
-- session's name. sealed: all the rest. turn: counts its changes, so that two at once can't both use one token.
create table app_grant (
    id         uuid        primary key,
    tenant     smallint    not null,
    account    bigint      not null,
    app        text        not null references app,
    session    bytea       not null,
    turn       int         not null,
    sealed     bytea       not null,
    until_at   bigint      not null
);
create index app_grant_person on app_grant (tenant, account, app);
create index app_grant_until on app_grant (until_at);
grant select, insert, update (turn, sealed), delete on app_grant to ${app};

-- Tickets, codes and refresh tokens, by SHA-256 of 256 random bits: whoever reads this table can't use one.
create table app_token (
    hash       bytea       primary key check (length(hash) = 32),
    app_grant  uuid        not null references app_grant on delete cascade,
    kind       text        not null check (kind in ('TICKET', 'CODE', 'REFRESH')),
    used       boolean     not null default false,
    until_at   bigint      not null
);
create index app_token_grant on app_token (app_grant);
grant select, insert, update (used), delete on app_token to ${app};

-- Identities at outside providers, each confirmed by an administrator. identity: keyed hash of what the provider calls the person.
create table outside (
    provider   text        not null,
    identity   uuid        not null,
    tenant     smallint    not null,
    account    bigint      not null,
    linked_by  bigint      not null,
    linked_at  bigint      not null,
    primary key (provider, identity),
    unique (provider, tenant, account)
);
grant select, insert, delete on outside to ${app};
