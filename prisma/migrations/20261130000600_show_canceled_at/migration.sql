-- Since when the show does not take place, for the pages of its sale. One row for a canceled show.
ALTER TABLE "sale" ADD COLUMN "show_canceled_at" TIMESTAMPTZ(3);
UPDATE "sale" SET "show_canceled_at" = show."began_at" FROM "show_cancellation" show WHERE show."sale_id" = "sale"."id";
