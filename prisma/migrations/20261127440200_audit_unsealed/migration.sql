CREATE INDEX CONCURRENTLY audit_entry_unsealed ON audit_entry (id) WHERE seq IS NULL;
