-- Where an application opens from a patient's record. Empty: it isn't opened from here.
alter table app add launch text not null default '';

-- One opening of an application from a record: by SHA-256 of 256 random bits, once, for this person, session and application.
-- sealed: the patient, and the stay.
create table launch (
    hash       bytea       primary key check (length(hash) = 32),
    tenant     smallint    not null,
    account    bigint      not null,
    app        text        not null references app,
    session    bytea       not null,
    sealed     bytea       not null,
    until_at   bigint      not null
);
create index launch_until on launch (until_at);
grant select, insert, delete on launch to ${app};
