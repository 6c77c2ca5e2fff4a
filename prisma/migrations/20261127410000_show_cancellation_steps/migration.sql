-- A cancellation walks the orders of its sale by id and counts answered refunds once each: the cost of a step does not
-- grow with what is done.
ALTER TABLE "show_cancellation" ADD COLUMN "cursor" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "found" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "refunded" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "refused" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "refunded_minor" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "payment_refund" ADD COLUMN "tallied" TEXT;
