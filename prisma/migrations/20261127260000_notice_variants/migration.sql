-- A message to fans in other languages, and where it is shown.
ALTER TABLE "sale" ADD COLUMN "notice_more" JSONB;
