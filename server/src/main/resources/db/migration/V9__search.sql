-- What search by numbers, quantities, composites and chains needs. The three tables had no rows before: no released
-- version wrote them.

-- One row a quantity, with both forms: comparable (base units of UCUM when the unit is known, otherwise as written) and as written.
alter table quantity
  add column as_lo     numeric not null,
  add column as_hi     numeric not null,
  add column code_hash bigint,           -- of the unit's code, whatever its system
  add column text_hash bigint;           -- of the unit as people read it, when that differs from the code
create index quantity_oid on quantity (tenant, oid);
create index number_oid   on number (tenant, oid);

-- One row a combination. The first part is a token: as written (hash) and by its code alone (code). The second is a token or
-- text (hash2, code2), or an interval (lo, hi), in which case hash2, code2 and text2 are the unit of a quantity and lo2, hi2
-- its values as written; a third part is a number (lo2, hi2). What finds these rows is the posting of the first part.
drop index composite_param;
alter table composite
  add column code  bigint not null,
  add column code2 bigint,
  add column text2 bigint,
  add column lo2   numeric,
  add column hi2   numeric;
create index composite_oid on composite (tenant, oid);

-- From a resource to what it refers to. New rows always come at the end of it.
create index reference_oid on reference (tenant, oid, param) include (hash);

-- The extractor that fills these tables.
insert into index_generation (generation, epoch, extractor) values (2, 1, 2);
