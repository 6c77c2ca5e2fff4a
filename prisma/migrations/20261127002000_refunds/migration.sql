-- A refund is a row of its own, and its own queue; the payment keeps the sums, under a CHECK.
CREATE TABLE "payment_refund" (
  "id" TEXT NOT NULL,
  "order_id" TEXT NOT NULL,
  "attempt" INTEGER NOT NULL,
  "asking" TEXT NOT NULL,
  "body_hash" TEXT NOT NULL DEFAULT '',
  "origin" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "amount_minor" INTEGER NOT NULL,
  "ticket_ids" TEXT[] NOT NULL DEFAULT '{}',
  "reason" TEXT,
  "state" TEXT NOT NULL,
  "provider_id" TEXT,
  "answer" TEXT,
  "tries" INTEGER NOT NULL DEFAULT 0,
  "key_round" INTEGER NOT NULL DEFAULT 1,
  "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "sent_at" TIMESTAMPTZ(3),
  "ended_at" TIMESTAMPTZ(3),

  CONSTRAINT "payment_refund_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "payment_refund_provider_id_key" ON "payment_refund" ("provider_id");
CREATE UNIQUE INDEX "payment_refund_order_id_asking_key" ON "payment_refund" ("order_id", "asking");
CREATE INDEX "payment_refund_due" ON "payment_refund" ("due_at") WHERE "state" IN ('asked', 'sent');

ALTER TABLE "payment_refund"
  ADD CONSTRAINT "payment_refund_state_known" CHECK ("state" IN ('asked', 'sent', 'succeeded', 'refused', 'failed')),
  ADD CONSTRAINT "payment_refund_origin_known" CHECK ("origin" IN ('staff', 'system', 'show', 'provider')),
  ADD CONSTRAINT "payment_refund_amount_positive" CHECK ("amount_minor" > 0);

-- Refunds told so far, and those under way.
INSERT INTO "payment_refund" ("id", "order_id", "attempt", "asking", "origin", "actor", "amount_minor", "state", "provider_id", "asked_at", "ended_at")
SELECT 'ref_' || md5(f."data"->>'refundId'), f."order_id", f."attempt", 'provider:' || (f."data"->>'refundId'), 'provider', 'provider',
  (f."data"->>'amountMinor')::int, 'succeeded', f."data"->>'refundId', f."created_at", f."created_at"
FROM "payment_fact" f WHERE f."kind" = 'refunded' AND (f."data"->>'amountMinor')::int > 0
ON CONFLICT DO NOTHING;
-- The provider knows an earlier asking by order and attempt.
INSERT INTO "payment_refund" ("id", "order_id", "attempt", "asking", "origin", "actor", "amount_minor", "state", "tries", "key_round", "asked_at", "sent_at")
SELECT p."order_id" || '-' || p."attempt", p."order_id", p."attempt", 'before-refund-rows', 'staff', 'unknown', p."refund_wanted_minor",
  'sent', 1, p."key_round" + 1, p."wanted_at", p."wanted_at"
FROM "payment" p WHERE p."wants" = 'refund' AND p."refund_wanted_minor" BETWEEN 1 AND p."amount_minor" - p."refunded_minor";

ALTER TABLE "payment" ADD COLUMN "refunding_minor" INTEGER NOT NULL DEFAULT 0;
UPDATE "payment" p SET "refunding_minor" = (
  SELECT COALESCE(sum(r."amount_minor"), 0) FROM "payment_refund" r
  WHERE r."order_id" = p."order_id" AND r."attempt" = p."attempt" AND r."state" IN ('asked', 'sent'));
UPDATE "payment" SET "wants" = NULL WHERE "wants" = 'refund';
ALTER TABLE "payment"
  DROP CONSTRAINT "payment_wants_known",
  DROP CONSTRAINT "payment_refund_within_paid",
  DROP COLUMN "refund_wanted_minor";
ALTER TABLE "payment"
  ADD CONSTRAINT "payment_wants_known" CHECK ("wants" IN ('create', 'capture', 'cancel')),
  ADD CONSTRAINT "payment_refunds_within_paid" CHECK (
    "refunded_minor" >= 0 AND "refunding_minor" >= 0 AND "refunded_minor" + "refunding_minor" <= "amount_minor");

-- Facts of refunds name the row from here on; those not yet taken are told again.
UPDATE "payment_fact" SET "data" = "data" || jsonb_build_object('refundId', 'ref_' || md5("data"->>'refundId'), 'providerId', "data"->>'refundId')
WHERE "kind" = 'refunded';

-- Units whose ticket was refunded while their order goes on.
ALTER TABLE "order_item" ADD COLUMN "returned_at" TIMESTAMPTZ(3);
ALTER TABLE "stock_return" DROP CONSTRAINT "stock_return_kind_known";
ALTER TABLE "stock_return" ADD CONSTRAINT "stock_return_kind_known" CHECK ("kind" IN ('release', 'reactivate', 'shrink'));
