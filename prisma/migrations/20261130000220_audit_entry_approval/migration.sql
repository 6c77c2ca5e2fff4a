-- An approved action is logged once, in the statement that makes the change where Postgres makes it: a second carrying out fails.
CREATE UNIQUE INDEX CONCURRENTLY audit_entry_approval ON audit_entry ((data->>'approvalId')) WHERE (data->>'approvalId') IS NOT NULL;
