-- Histories of a type and of everything, newest first: by type for who sees every patient, otherwise patient by patient
-- (docs/decisions/0026).
create index version_type    on version (tenant, type, rid, oid);
create index version_subject on version (tenant, subject, type, rid, oid);
