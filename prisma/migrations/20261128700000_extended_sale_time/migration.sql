-- How far an epoch's deadlines were extended: orders readings of sale time, which an extension moves back.
ALTER TABLE "queue_sale" ADD COLUMN "extended_ms" BIGINT NOT NULL DEFAULT 0;
