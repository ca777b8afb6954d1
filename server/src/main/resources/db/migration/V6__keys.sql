-- Keys of records, each wrapped under the key of an epoch, which is not in this database.
-- owner: 0 the establishment, the oid of a patient, or the oid of a resource of several patients.
create table record_key (
    tenant   smallint    not null,
    owner    bigint      not null,
    epoch    int         not null,
    wrapped  bytea       not null,
    primary key (tenant, owner)
);
grant select, insert on record_key to ${app};

-- A keyed hash of a constant under each root key: tells a wrong key file at start.
create table key_check (
    name     text        primary key,
    value    uuid        not null
);
grant select, insert on key_check to ${app};
