-- The payment row becomes the queue of what is wanted of the provider; open commands move into it.
ALTER TABLE "payment"
  ADD COLUMN "sale_id" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "wants" TEXT,
  ADD COLUMN "wanted_at" TIMESTAMPTZ(3),
  ADD COLUMN "due_at" TIMESTAMPTZ(3),
  ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "key_round" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "last_error" TEXT,
  ADD COLUMN "refund_wanted_minor" INTEGER;

-- A command to create made its payment only when it was carried out.
INSERT INTO "payment" ("id", "order_id", "attempt", "state", "amount_minor", "currency", "created_at")
SELECT 'pay_' || substr(c."order_id", 5) || lpad(c."attempt"::text, 2, '0'), c."order_id", c."attempt", 'creating',
  (c."data"->>'amountMinor')::int, c."data"->>'currency', c."created_at"
FROM "payment_command" c WHERE c."kind" = 'create' AND c."done_at" IS NULL
ON CONFLICT DO NOTHING;

UPDATE "payment" p SET "sale_id" = c."data"->>'saleId'
FROM "payment_command" c WHERE c."kind" = 'create' AND c."order_id" = p."order_id" AND c."attempt" = p."attempt";

-- One wish a payment: the one that supersedes the others. A cancel keeps the tries of a create that may have been sent.
UPDATE "payment" p SET "wants" = c."kind", "wanted_at" = c."created_at", "due_at" = c."next_at", "tries" = c."tries",
  "key_round" = c."key_round", "last_error" = c."last_error"
FROM (
  SELECT DISTINCT ON ("order_id", "attempt") "order_id", "attempt", "kind", "next_at", "last_error",
    CASE WHEN "kind" = 'cancel' THEN COALESCE(max("tries") FILTER (WHERE "kind" = 'create') OVER same, "tries") ELSE "tries" END AS "tries",
    CASE WHEN "kind" = 'cancel' THEN COALESCE(max("key_round") FILTER (WHERE "kind" = 'create') OVER same, "key_round") ELSE "key_round" END AS "key_round",
    CASE WHEN "kind" = 'cancel' THEN COALESCE(min("created_at") FILTER (WHERE "kind" = 'create') OVER same, "created_at") ELSE "created_at" END AS "created_at"
  FROM "payment_command" WHERE "done_at" IS NULL
  WINDOW same AS (PARTITION BY "order_id", "attempt")
  ORDER BY "order_id", "attempt", array_position(ARRAY['refund', 'cancel', 'capture', 'create'], "kind")
) c
WHERE c."order_id" = p."order_id" AND c."attempt" = p."attempt";

UPDATE "payment" p SET "refund_wanted_minor" = (c."data"->>'amountMinor')::int
FROM "payment_command" c WHERE c."kind" = 'refund' AND c."order_id" = p."order_id" AND c."attempt" = p."attempt";

DROP TABLE "payment_command";

ALTER TABLE "payment"
  ADD CONSTRAINT "payment_wants_known" CHECK ("wants" IN ('create', 'capture', 'cancel', 'refund')),
  ADD CONSTRAINT "payment_wish_is_due" CHECK ("wants" IS NULL OR ("due_at" IS NOT NULL AND "wanted_at" IS NOT NULL));
CREATE INDEX "payment_due" ON "payment" ("wants", "due_at") WHERE "wants" IS NOT NULL;

-- Rows that move several times leave room on their pages, and what only moves is in no index that all rows are in.
DROP INDEX "orders_sale_id_state_deadline_sale_ms_idx";
ALTER TABLE "orders" SET (fillfactor = 80);
ALTER TABLE "payment" SET (fillfactor = 80);
ALTER TABLE "pool" SET (fillfactor = 50);
ALTER TABLE "ticket" SET (fillfactor = 80);
-- Orders of a sale, whatever their state: the rebuild, the audit, the control room.
CREATE INDEX "orders_sale_id_idx" ON "orders" ("sale_id");
