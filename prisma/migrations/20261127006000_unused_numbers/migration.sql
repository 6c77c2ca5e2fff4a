-- AlterTable
ALTER TABLE "queue_lane" ADD COLUMN     "arrivals" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unused" INTEGER NOT NULL DEFAULT 0;

-- Lines from before: what was reserved counts as taken, as it did.
UPDATE "queue_lane" SET "arrivals" = "reserved";
