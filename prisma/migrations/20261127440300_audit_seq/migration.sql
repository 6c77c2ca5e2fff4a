CREATE UNIQUE INDEX CONCURRENTLY audit_entry_seq_key ON audit_entry (seq);
