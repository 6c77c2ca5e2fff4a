-- AlterTable
ALTER TABLE "seat" ADD COLUMN     "accessible" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "at_table" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "block_rank" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "companion_of" TEXT,
ADD COLUMN     "restricted" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "zone" TEXT;

-- CreateTable
CREATE TABLE "sale_seat_map" (
    "sale_id" TEXT NOT NULL,
    "seat_map_id" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "frame" JSONB NOT NULL,

    CONSTRAINT "sale_seat_map_pkey" PRIMARY KEY ("sale_id")
);

-- CreateTable
CREATE TABLE "seat_map" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "seats" INTEGER NOT NULL,
    "sections" INTEGER NOT NULL,
    "standing" INTEGER NOT NULL,
    "accessible" INTEGER NOT NULL,
    "zones" JSONB NOT NULL,
    "document" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "seat_map_pkey" PRIMARY KEY ("id")
);

-- Sales made before keep the order of their blocks, which was read from the positions of their seats.
WITH block AS (
  SELECT sale_id, section, ticket_type_id,
    row_number() OVER (PARTITION BY sale_id ORDER BY min(y), min(x), section COLLATE "C", ticket_type_id COLLATE "C") - 1 AS rank
  FROM seat GROUP BY sale_id, section, ticket_type_id
)
UPDATE seat SET block_rank = block.rank FROM block
WHERE seat.sale_id = block.sale_id AND seat.section = block.section AND seat.ticket_type_id = block.ticket_type_id;
INSERT INTO sale_seat_map (sale_id, frame)
SELECT DISTINCT sale_id, '{"name": null, "focalPoint": null, "stage": null, "zones": [], "standing": []}'::jsonb FROM seat;
