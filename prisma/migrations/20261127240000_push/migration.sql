-- Devices that want to be woken when their turn comes (Web Push).
CREATE TABLE "queue_push" (
    "id" BIGSERIAL NOT NULL,
    "sale_id" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "member" INTEGER NOT NULL DEFAULT 0,
    "position" INTEGER,
    "sealed" TEXT NOT NULL,
    "nearly_told" BOOLEAN NOT NULL DEFAULT false,
    "due" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queue_push_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "queue_push_due" CHECK (due IN ('nearly', 'turn'))
);
CREATE UNIQUE INDEX "queue_push_sale_id_lane_number_member_key" ON "queue_push"("sale_id", "lane", "number", "member");
CREATE INDEX "queue_push_sale_id_lane_position_idx" ON "queue_push"("sale_id", "lane", "position");
CREATE INDEX "queue_push_created_at_idx" ON "queue_push"("created_at");
CREATE INDEX "queue_push_due_rows" ON "queue_push"("next_at") WHERE "due" IS NOT NULL;
