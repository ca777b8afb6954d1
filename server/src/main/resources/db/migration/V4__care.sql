-- Care relationships are read out of facts: a patient's presence in a unit. Times are ms since 1970;
-- 9223372036854775807 is "still there". unit: blind index of Organization/id. source_oid: the stay that says so.
create table presence (
    tenant     smallint not null,
    subject    bigint   not null,
    unit       uuid     not null,
    from_at    bigint   not null,
    until_at   bigint   not null,
    source_oid bigint   not null
);
create index presence_unit   on presence (tenant, unit, until_at);
create index presence_source on presence (tenant, source_oid);
grant select, insert, delete on presence to ${app};

-- Patients who refuse that their record be shared in the establishment. source_oid: the Consent that says so.
create table opposition (
    tenant     smallint not null,
    subject    bigint   not null,
    source_oid bigint   not null,
    primary key (tenant, source_oid, subject)
);
create index opposition_subject on opposition (tenant, subject);
grant select, insert, delete on opposition to ${app};
