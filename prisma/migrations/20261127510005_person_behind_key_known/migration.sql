-- The log tells who made a key, and who rotated another into it. Apart from the new columns, whose locks would be held
-- for as long as the log is read.
UPDATE "api_key" SET "made_by" = "entry"."actor" FROM "audit_entry" "entry"
WHERE "entry"."action" = 'api_key.create' AND "entry"."subject" = "api_key"."id" AND "entry"."actor" LIKE 'member:%';
UPDATE "api_key" SET "made_by" = "entry"."actor" FROM "audit_entry" "entry"
WHERE "entry"."action" = 'api_key.rotate' AND "entry"."data"->>'to' = "api_key"."id" AND "entry"."actor" LIKE 'member:%';
UPDATE "approval" SET "person" = "asked_by" WHERE "asked_by" LIKE 'member:%';
