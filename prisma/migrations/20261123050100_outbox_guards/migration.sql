-- the relay looks for these every fraction of a second
CREATE INDEX "outbox_unnumbered" ON "outbox" ("id") WHERE "numbered_at" IS NULL;
CREATE INDEX "webhook_message_due" ON "webhook_message" ("endpoint_id", "sequence") WHERE "state" = 'pending';
