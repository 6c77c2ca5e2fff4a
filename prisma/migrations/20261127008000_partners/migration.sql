ALTER TABLE "partner" ADD COLUMN "email" TEXT NOT NULL DEFAULT '', ADD COLUMN "archived_at" TIMESTAMPTZ(3);

ALTER TABLE "api_key" ADD COLUMN "last_used_at" TIMESTAMPTZ(3);
CREATE INDEX "api_key_partner_id_idx" ON "api_key"("partner_id");

CREATE TABLE "webhook_old_secret" (
    "id" BIGSERIAL NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "secret_sealed" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "webhook_old_secret_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "webhook_old_secret_endpoint_id_idx" ON "webhook_old_secret"("endpoint_id");
INSERT INTO "webhook_old_secret" ("endpoint_id", "secret_sealed", "until")
  SELECT "id", "old_secret_sealed", "old_secret_until" FROM "webhook_endpoint" WHERE "old_secret_until" > now();

ALTER TABLE "webhook_endpoint"
  DROP COLUMN "old_secret_sealed",
  DROP COLUMN "old_secret_until",
  ADD COLUMN "description" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "disabled_reason" TEXT,
  ADD COLUMN "disabled_at" TIMESTAMPTZ(3),
  ADD COLUMN "paused_until" TIMESTAMPTZ(3),
  ADD COLUMN "concurrency" INTEGER NOT NULL DEFAULT 8;
UPDATE "webhook_endpoint" SET "disabled_reason" = 'failing', "disabled_at" = now() WHERE "state" = 'disabled';
ALTER TABLE "webhook_endpoint"
  ADD CONSTRAINT "webhook_endpoint_state_known" CHECK ("state" IN ('active', 'disabled')),
  ADD CONSTRAINT "webhook_endpoint_reason_known" CHECK (("state" = 'disabled') = ("disabled_reason" IS NOT NULL)),
  ADD CONSTRAINT "webhook_endpoint_concurrency_bounded" CHECK ("concurrency" BETWEEN 1 AND 32);

ALTER TABLE "webhook_message"
  ADD COLUMN "id" BIGSERIAL NOT NULL,
  ADD COLUMN "type" TEXT,
  ADD COLUMN "data" JSONB,
  ADD COLUMN "in_flight" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "webhook_message" m SET "state" = 'skipped'
  FROM "webhook_endpoint" e WHERE e."id" = m."endpoint_id" AND e."state" = 'disabled' AND m."state" = 'pending';
ALTER TABLE "webhook_message"
  ADD CONSTRAINT "webhook_message_state_known" CHECK ("state" IN ('pending', 'delivered', 'failed', 'skipped'));
DROP INDEX IF EXISTS "webhook_message_state_next_at_idx";
CREATE INDEX "webhook_message_endpoint_id_id_idx" ON "webhook_message"("endpoint_id", "id");
CREATE INDEX "webhook_message_created_at_idx" ON "webhook_message"("created_at");
-- what an endpoint missed while it was disabled is counted and replayed by it
CREATE INDEX "webhook_message_skipped" ON "webhook_message"("endpoint_id", "sequence") WHERE "state" = 'skipped';

CREATE INDEX "webhook_attempt_endpoint_id_id_idx" ON "webhook_attempt"("endpoint_id", "id");
CREATE INDEX "webhook_attempt_at_idx" ON "webhook_attempt"("at");
