-- What staff write to the people who have tickets. Its mails are queued in batches; `last_ticket_id` is how far it came.
CREATE TABLE "buyer_message" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "sale_id" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "texts" JSONB NOT NULL DEFAULT '{}',
  "ticket_type_ids" TEXT[] NOT NULL DEFAULT '{}',
  "sections" TEXT[] NOT NULL DEFAULT '{}',
  "people" INTEGER NOT NULL,
  "last_ticket_id" TEXT NOT NULL DEFAULT '',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "queued_at" TIMESTAMPTZ(3)
);
CREATE INDEX "buyer_message_sale_id_id_idx" ON "buyer_message" ("sale_id", "id");
CREATE INDEX buyer_message_open ON buyer_message (created_at) WHERE queued_at IS NULL;

-- `person`: digest of the address in lower case, so that one message reaches a person once, whatever they bought.
ALTER TABLE "mail" ADD COLUMN "message_id" TEXT, ADD COLUMN "person" TEXT;
ALTER TABLE mail DROP CONSTRAINT mail_known;
ALTER TABLE mail ADD CONSTRAINT mail_known CHECK (
  state IN ('pending', 'sent', 'skipped', 'failed')
  AND (kind = 'message') = (message_id IS NOT NULL)
  AND CASE WHEN kind = 'message' THEN person IS NOT NULL
    WHEN ticket_id IS NULL THEN kind IN ('paid', 'refunded', 'canceled', 'resent')
    ELSE kind IN ('transferred', 'passed_on', 'voided') END) NOT VALID;
