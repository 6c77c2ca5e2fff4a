CREATE INDEX CONCURRENTLY mail_message_waiting ON mail (message_id) WHERE state = 'pending' AND tries = 0 AND message_id IS NOT NULL;
