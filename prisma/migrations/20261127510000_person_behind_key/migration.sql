-- The person behind a key: two keys of one member, or a key and its maker's session, are not two people.
ALTER TABLE "api_key" ADD COLUMN "made_by" TEXT;
ALTER TABLE "approval" ADD COLUMN "person" TEXT;
ALTER TABLE "payment_refund" ADD COLUMN "person" TEXT;
