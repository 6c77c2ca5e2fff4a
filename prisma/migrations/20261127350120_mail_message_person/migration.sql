CREATE UNIQUE INDEX CONCURRENTLY mail_message_person ON mail (message_id, person) WHERE message_id IS NOT NULL;
