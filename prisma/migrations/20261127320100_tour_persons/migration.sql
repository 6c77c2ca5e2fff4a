-- For which sale of a tour a person stands in line, where a tour gives one place at a time.
CREATE TABLE "queue_tour_person" (
    "tour" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queue_tour_person_pkey" PRIMARY KEY ("tour", "person")
);
CREATE INDEX "queue_tour_person_sale_id_idx" ON "queue_tour_person"("sale_id");
