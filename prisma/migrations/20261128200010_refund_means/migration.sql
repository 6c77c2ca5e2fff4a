-- compatible: older nodes write only refunds by the provider
ALTER TABLE "payment_refund"
  ADD COLUMN "means" TEXT NOT NULL DEFAULT 'provider',
  ADD CONSTRAINT "payment_refund_means_known" CHECK (
    "means" = 'provider' OR ("means" = 'other' AND "provider_id" IS NULL AND "state" = 'succeeded')) NOT VALID;
