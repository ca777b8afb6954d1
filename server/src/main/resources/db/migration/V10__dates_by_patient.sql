-- A patient's dates in their order: what a search of a patient's resources sorted by date walks (docs/decisions/0025). Newest
-- first by the end of the interval, oldest first by its beginning.
create index moment_latest   on moment (tenant, subject, param, hi, oid);
create index moment_earliest on moment (tenant, subject, param, lo, oid desc);
