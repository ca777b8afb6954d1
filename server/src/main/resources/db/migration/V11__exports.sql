-- Bulk exports: jobs, and the files that wait to be fetched. Times are ms since 1970.

-- at_ms: the moment that is exported. before: transactions below this one had all ended then. sealed: what was asked, and by whom
-- in all detail; empty once the job has ended. step, patient, oid: how far it has come. A job that ended stays as a mark, so that a
-- later export since at_ms knows what this one could not see yet.
create table export_job (
    job        uuid     primary key,
    tenant     smallint not null,
    account    bigint   not null,
    client     text     not null,
    state      text     not null check (state in ('RUNNING', 'DONE', 'FAILED', 'ENDED')),
    at_ms      bigint   not null,
    before     xid8     not null,
    sealed     text     not null,
    step       int      not null default 0,
    patient    int      not null default 0,
    oid        bigint   not null default 0,
    written    bigint   not null default 0,
    faults     int      not null default 0,
    until_at   bigint   not null
);
create index export_job_state on export_job (state, until_at);
create index export_job_at    on export_job (tenant, at_ms);
grant select, insert, update (state, sealed, step, patient, oid, written, faults, until_at) on export_job to ${app};

create table export_file (
    job        uuid     not null references export_job,
    file       int      not null,
    kind       text     not null check (kind in ('OUTPUT', 'DELETED', 'ERROR')),
    type       smallint not null,
    lines      bigint   not null,
    bytes      bigint   not null,
    pieces     int      not null,
    primary key (job, file)
);
grant select, insert, update (lines, bytes, pieces), delete on export_file to ${app};

-- subjects: the patients of a piece, for the journal's line of a download. sealed: docs/spec/envelope.md.
create table export_piece (
    job        uuid     not null references export_job,
    file       int      not null,
    number     int      not null,
    subjects   bigint[] not null,
    sealed     bytea    not null,
    primary key (job, file, number)
);
alter table export_piece alter column sealed set storage external;
grant select, insert, delete on export_piece to ${app};
