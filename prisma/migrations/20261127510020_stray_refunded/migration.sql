ALTER TABLE "payment_stray" ADD COLUMN "refunded_minor" BIGINT NOT NULL DEFAULT 0;
