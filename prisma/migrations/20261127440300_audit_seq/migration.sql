-- compatible: versions before this one leave the column null, and nulls do not meet in a unique index
CREATE UNIQUE INDEX CONCURRENTLY audit_entry_seq_key ON audit_entry (seq);
