-- How an item was resolved, and what a dispute did to an order.
ALTER TABLE "attention" ADD COLUMN "verb" TEXT, ADD COLUMN "note" TEXT;
ALTER TABLE "orders" ADD COLUMN "dispute" TEXT;
ALTER TABLE "orders" ADD CONSTRAINT "orders_dispute_known" CHECK ("dispute" IN ('warning', 'opened', 'won', 'lost'));
ALTER TABLE "ticket" ADD COLUMN "held_at" TIMESTAMPTZ(3);
