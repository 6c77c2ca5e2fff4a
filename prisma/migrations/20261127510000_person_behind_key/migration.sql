-- The person behind a key: two keys of one member, or a key and its maker's session, are not two people.
ALTER TABLE "api_key" ADD COLUMN "made_by" TEXT;
ALTER TABLE "approval" ADD COLUMN "person" TEXT;
ALTER TABLE "payment_refund" ADD COLUMN "person" TEXT;

-- the log tells who made a key, and who rotated another into it
UPDATE "api_key" SET "made_by" = "entry"."actor" FROM "audit_entry" "entry"
WHERE "entry"."actor" LIKE 'member:%' AND (
  ("entry"."action" = 'api_key.create' AND "entry"."subject" = "api_key"."id")
  OR ("entry"."action" = 'api_key.rotate' AND "entry"."data"->>'to' = "api_key"."id"));
UPDATE "approval" SET "person" = "asked_by" WHERE "asked_by" LIKE 'member:%';
