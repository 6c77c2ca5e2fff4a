ALTER TABLE "payment_stray" ADD COLUMN "retry_at" TIMESTAMPTZ(3);
