-- The record room: sealed versions, where each resource stands now, and its blind index.
-- docs/spec/envelope.md says what `body` holds, docs/spec/index-token.md what the hashes are made of.

-- Numbers come in blocks: a process takes one and hands it out without asking again. Gaps are harmless.
create sequence record_oid increment by 1024 start 1024;
create sequence record_rid as integer increment by 1024 minvalue 0 maxvalue 4193280 start 0 cycle;

-- Every version of every resource. Nothing updates or deletes a row here; the application role can't.
-- owner: whose key seals the body: 0 the establishment's, otherwise the oid of a patient or of a resource of several patients.
-- subject: the oid of the one Patient it is about, 0 none, -1 several (then `compartment` lists them).
create table version (
  oid       bigint   not null,
  rid       bigint   not null,           -- (ms since 2020 by the database's clock << 22) | sequence
  subject   bigint   not null,
  owner     bigint   not null,
  author    bigint   not null,           -- account
  xid       xid8     not null default pg_current_xact_id(),
  self_hash uuid     not null,           -- HMAC of Type/id
  version   integer  not null,           -- 1, 2, 3 ... without a gap
  label     integer  not null,
  unit      integer  not null,
  tenant    smallint not null,
  type      smallint not null,
  deleted   boolean  not null,
  body      bytea,                       -- the sealed envelope; null when deleted
  primary key (tenant, oid, rid)
);
alter table version alter column body set storage external;

-- Where each resource stands now; a deleted one stays as its tombstone.
create table current (
  oid       bigint   not null,
  rid       bigint   not null,
  subject   bigint   not null,
  owner     bigint   not null,
  author    bigint   not null,
  present   bigint   not null,           -- bit n: the parameter of ordinal n has a value (`:missing`)
  self_hash uuid     not null,
  version   integer  not null,
  label     integer  not null,
  unit      integer  not null,
  tenant    smallint not null,
  type      smallint not null,
  deleted   boolean  not null,
  primary key (tenant, type, self_hash)
);
create unique index current_oid     on current (tenant, type, oid);
create index        current_rid     on current (tenant, type, rid);
create index        current_subject on current (tenant, subject, type, oid);

-- All patients of a resource that has several.
create table compartment (
  oid     bigint   not null,
  subject bigint   not null,
  tenant  smallint not null,
  primary key (tenant, oid, subject)
);
create index compartment_subject on compartment (tenant, subject, oid);

-- An index generation is one key epoch and one extractor: rows say which made them.
create table index_generation (
  generation smallint primary key,
  epoch      integer  not null,
  extractor  integer  not null,
  made_at    timestamptz not null default now()
);
insert into index_generation (generation, epoch, extractor) values (1, 1, 1);

-- Postings of 64-bit hashes: tokens, strings, uris.
create table token (
  hash       bigint   not null,
  oid        bigint   not null,
  subject    bigint   not null,
  param      integer  not null,
  tenant     smallint not null,
  generation smallint not null
);
create index token_param   on token (tenant, param, hash, oid);
create index token_subject on token (tenant, subject, param, hash, oid);

-- Postings of 128-bit hashes: references, and the identifiers and telecoms that name one person.
create table reference (
  hash       uuid     not null,
  oid        bigint   not null,
  subject    bigint   not null,
  param      integer  not null,
  tenant     smallint not null,
  generation smallint not null
);
create index reference_param on reference (tenant, param, hash, subject, oid);

-- Dates in clear (birth dates are not here), in microseconds since 1970: the interval that the value covers.
create table moment (
  lo         bigint   not null,
  hi         bigint   not null,
  oid        bigint   not null,
  subject    bigint   not null,
  param      integer  not null,
  tenant     smallint not null,
  generation smallint not null
);
create index moment_param on moment (tenant, param, lo, hi, oid);
create index moment_oid   on moment (tenant, param, oid) include (lo, hi);

-- Numbers, quantities (one row as written, one in canonical units) and composites have their place; their search comes with the whole door.
create table number (
  lo         numeric  not null,
  hi         numeric  not null,
  oid        bigint   not null,
  subject    bigint   not null,
  param      integer  not null,
  tenant     smallint not null,
  generation smallint not null
);
create index number_param on number (tenant, param, lo, oid);

create table quantity (
  lo         numeric  not null,
  hi         numeric  not null,
  unit_hash  bigint   not null,
  oid        bigint   not null,
  subject    bigint   not null,
  param      integer  not null,
  tenant     smallint not null,
  generation smallint not null
);
create index quantity_param on quantity (tenant, param, unit_hash, lo, oid);

create table composite (
  hash       bigint   not null,
  hash2      bigint,
  lo         numeric,
  hi         numeric,
  oid        bigint   not null,
  subject    bigint   not null,
  param      integer  not null,
  tenant     smallint not null,
  generation smallint not null
);
create index composite_param on composite (tenant, param, hash, hash2, lo, oid);

-- Label sets and units are small numbers that mean nothing outside: each establishment draws its own. 0 is none.
create table surrogate (
  tenant smallint not null,
  kind   char(1)  not null check (kind in ('L', 'U')),
  number integer  not null,
  hash   uuid     not null,              -- HMAC of the sorted labels, or of Organization/id
  primary key (tenant, kind, hash),
  unique (tenant, kind, number)
);

grant select, insert on version, index_generation, surrogate to ${app};
grant select, insert, update on current to ${app};
grant select, insert, delete on compartment, token, reference, moment, number, quantity, composite to ${app};
grant usage on sequence record_oid, record_rid to ${app};
