-- The epoch that extended_ms counts in. A node of the version before raises an epoch without setting it back: what was
-- counted in another epoch is then nothing.
ALTER TABLE "queue_sale" ADD COLUMN "extended_epoch" INTEGER NOT NULL DEFAULT 0;
-- What a running sale was extended by counts in its present epoch, or the first reading could lower its sale time.
UPDATE "queue_sale" SET "extended_epoch" = "epoch" WHERE "extended_ms" > 0;
