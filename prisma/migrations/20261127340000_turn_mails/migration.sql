-- Fans may be told by e-mail as well, and it is counted who came back of those who were told while they were away.
ALTER TABLE "queue_push" ADD COLUMN "channel" TEXT NOT NULL DEFAULT 'push',
    ADD COLUMN "person" TEXT;
ALTER TABLE "queue_push" DROP CONSTRAINT "queue_push_due",
    ADD CONSTRAINT "queue_push_due" CHECK (due IN ('nearly', 'turn', 'outcome')),
    ADD CONSTRAINT "queue_push_channel" CHECK (channel IN ('push', 'mail'));
DROP INDEX "queue_push_sale_id_lane_number_member_key";
CREATE UNIQUE INDEX "queue_push_sale_id_lane_number_member_channel_key" ON "queue_push"("sale_id", "lane", "number", "member", "channel");
CREATE INDEX "queue_push_sale_id_person_idx" ON "queue_push"("sale_id", "person");

CREATE TABLE "queue_woken" (
    "sale_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "told" INTEGER NOT NULL DEFAULT 0,
    "came" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "queue_woken_pkey" PRIMARY KEY ("sale_id", "channel")
);
