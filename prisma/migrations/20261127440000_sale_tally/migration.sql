-- Places let in, by the counter of the line; null where the line began before it was counted.
ALTER TABLE "queue_lane" ADD COLUMN "admitted" INTEGER;

-- What was refused to fans, counted by kind.
CREATE TABLE "sale_tally" (
    "sale_id" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "sale_tally_pkey" PRIMARY KEY ("sale_id", "what")
);
