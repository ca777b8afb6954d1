-- Run by the owner of the tables. Requests run as ${app}, which gets no more than each migration grants by name:
-- no DDL, no UPDATE or DELETE of what is meant to last.
revoke all on schema public from public;
grant usage on schema public to ${app};

-- What this database is for, marked once: a demonstration never becomes a hospital.
create table installation (
    one      boolean     primary key default true check (one),
    kind     text        not null check (kind in ('demonstration', 'production')),
    id       uuid        not null default gen_random_uuid(),
    created  timestamptz not null default clock_timestamp()
);
grant select, insert on installation to ${app};

-- Establishments. Every key of every table starts with this number.
create table tenant (
    tenant   smallint    primary key check (tenant > 0),
    name     text        not null,
    created  timestamptz not null default clock_timestamp()
);
grant select, insert on tenant to ${app};
