-- A partner's log: the entries that name it, the newest first.
CREATE INDEX CONCURRENTLY audit_entry_partner ON audit_entry ((data->>'partnerId'), id) WHERE (data->>'partnerId') IS NOT NULL;
