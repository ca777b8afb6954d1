-- The access journal: an append-only Merkle log. ${app} adds rows and rewrites none; only the queue shrinks, and only
-- the head's one row moves. docs/spec/leaf.md and docs/spec/checkpoint.md give the bytes.

create sequence entry_number increment by 1024 start 1024;
grant usage on sequence entry_number to ${app};

-- One row a request. What it says is sealed under the journal's own key; leaf_data is what the log commits to.
create table entry (
    entry_id  bigint   primary key,
    at        bigint   not null,           -- of the request, ms since 1970
    tenant    smallint not null,
    leaf_data bytea    not null check (octet_length(leaf_data) = 32),
    sealed    bytea    not null
);
alter table entry alter column sealed set storage external;
grant select, insert on entry to ${app};

-- One row a patient of a request: finds "who opened my record?", newest first.
create table line (
    tenant    smallint not null,
    subject   bigint   not null,
    at        bigint   not null,
    entry_id  bigint   not null,
    ordinal   int      not null,
    primary key (tenant, subject, at, entry_id, ordinal)
);
grant select, insert on line to ${app};

-- Committed, not yet in the log.
create table pending (
    entry_id  bigint   primary key
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
grant select, insert, delete on pending to ${app};

-- The log: leaf hashes in order, and the roots of full subtrees of 256^level leaves, from which all tiles are made.
create table leaf (
    index     bigint   primary key,
    entry_id  bigint   not null unique,
    hash      bytea    not null check (octet_length(hash) = 32)
);
create table node (
    level     smallint not null check (level > 0),
    index     bigint   not null,
    hash      bytea    not null check (octet_length(hash) = 32),
    primary key (level, index)
);
grant select, insert on leaf, node to ${app};

-- Whoever holds this row's lock sequences. vkey is set by the first process that signs.
create table head (
    one       boolean  primary key default true check (one),
    origin    text     not null,
    vkey      text     not null default '',
    frontier  bytea    not null
);
insert into head (origin, frontier) values ('serment.org/journal/' || gen_random_uuid(), '\x0000000000000000');
grant select, update on head to ${app};

create table checkpoint (
    size      bigint      primary key,
    note      text        not null,
    at        timestamptz not null default clock_timestamp()
);
grant select, insert on checkpoint to ${app};
