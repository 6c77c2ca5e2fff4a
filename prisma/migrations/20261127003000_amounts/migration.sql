-- Amounts are bigint everywhere: some currencies are charged in ten digits and more.
ALTER TABLE "ticket_type" ALTER COLUMN "price_minor" SET DATA TYPE BIGINT;
ALTER TABLE "orders" ALTER COLUMN "total_minor" SET DATA TYPE BIGINT, ALTER COLUMN "refunded_minor" SET DATA TYPE BIGINT;
ALTER TABLE "order_item" ALTER COLUMN "price_minor" SET DATA TYPE BIGINT;
ALTER TABLE "payment"
  ALTER COLUMN "amount_minor" SET DATA TYPE BIGINT,
  ALTER COLUMN "refunded_minor" SET DATA TYPE BIGINT,
  ALTER COLUMN "refunding_minor" SET DATA TYPE BIGINT;
ALTER TABLE "payment_refund" ALTER COLUMN "amount_minor" SET DATA TYPE BIGINT;
ALTER TABLE "payment_stray" ALTER COLUMN "amount_minor" SET DATA TYPE BIGINT;

-- What a ticket costs besides its price, and in which quantities it is sold.
ALTER TABLE "ticket_type"
  ADD COLUMN "fee" JSONB,
  ADD COLUMN "tax" JSONB,
  ADD COLUMN "min_per_hold" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "multiple_of" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "orders" ADD COLUMN "charges" JSONB;
ALTER TABLE "order_item" ADD COLUMN "total_minor" BIGINT;
UPDATE "order_item" SET "total_minor" = "price_minor";
ALTER TABLE "order_item"
  ALTER COLUMN "total_minor" SET NOT NULL,
  ADD CONSTRAINT "order_item_total_not_negative" CHECK ("total_minor" >= 0);

-- A free ticket costs nothing.
ALTER TABLE "ticket_type" DROP CONSTRAINT "ticket_type_price_positive", ADD CONSTRAINT "ticket_type_price_not_negative" CHECK ("price_minor" >= 0);
