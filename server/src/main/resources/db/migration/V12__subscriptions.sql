-- Subscriptions by topic. The outbox is the table of versions itself, read in the order of transactions and never beyond the
-- oldest that is still open: this index walks it by type.
create index version_xid on version (tenant, type, xid, rid);

-- One row a Subscription. What it asks for lies in the resource, sealed; here is how far it got. type: what its topic watches.
-- definition: keyed hash of the resource without its status. sealed: who asked, with which scopes, and the resource's id.
-- known: what was committed before it began isn't news. numbered: the last number given to an event; delivered: the last that
-- was taken. lease: the delivery that has it in work. bound: the web socket that it is sent to,
-- and greet that it has yet to hear of it.
create table subscriber (
    tenant       smallint    not null,
    oid          bigint      not null,
    account      bigint      not null,
    type         smallint    not null,
    channel      char(1)     not null check (channel in ('R', 'W')),
    state        text        not null check (state in ('requested', 'active', 'error', 'off')),
    announced    text        not null,
    definition   uuid        not null,
    sealed       bytea       not null,
    known        pg_snapshot not null default pg_current_snapshot(),
    cursor_xid   xid8        not null default pg_snapshot_xmin(pg_current_snapshot()),
    cursor_rid   bigint      not null default 0,
    numbered     bigint      not null default 0,
    delivered    bigint      not null default 0,
    attempts     int         not null default 0,
    next_at      timestamptz not null default clock_timestamp(),
    sent_at      timestamptz not null default clock_timestamp(),
    heartbeat    int         not null,         -- seconds; 0 is none
    patience     int         not null,         -- seconds that an attempt may take
    until_at     timestamptz not null,
    lease        uuid,
    leased_until timestamptz not null default '-infinity',
    bound        uuid,
    greet        boolean     not null default false,
    primary key (tenant, oid)
);
grant select, insert, update, delete on subscriber to ${app};

-- What a subscriber was told, by number: a version of a resource. Kept for a while, for $events.
create table subscriber_event (
    tenant       smallint    not null,
    oid          bigint      not null,
    number       bigint      not null,
    resource     bigint      not null,
    version      integer     not null,
    at           timestamptz not null default clock_timestamp(),
    primary key (tenant, oid, number),
    foreign key (tenant, oid) references subscriber on delete cascade
);
create index subscriber_event_at on subscriber_event (at);
grant select, insert, delete on subscriber_event to ${app};

-- Tokens that bind a web socket, by SHA-256 of 256 random bits; each works once.
create table socket_token (
    hash         bytea       primary key check (length(hash) = 32),
    tenant       smallint    not null,
    account      bigint      not null,
    oids         bigint[]    not null,
    until_at     timestamptz not null
);
grant select, insert, delete on socket_token to ${app};
