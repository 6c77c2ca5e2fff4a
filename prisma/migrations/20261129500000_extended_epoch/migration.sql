-- The epoch that extended_ms counts in. A node of the version before raises an epoch without setting it back: what was
-- counted in another epoch is then nothing.
ALTER TABLE "queue_sale" ADD COLUMN "extended_epoch" INTEGER NOT NULL DEFAULT 0;
