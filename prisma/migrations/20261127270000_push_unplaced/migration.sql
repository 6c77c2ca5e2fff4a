-- Subscriptions whose place has no position yet: looked for each second while the sale is on.
CREATE INDEX "queue_push_unplaced" ON "queue_push"("sale_id") WHERE "position" IS NULL;
