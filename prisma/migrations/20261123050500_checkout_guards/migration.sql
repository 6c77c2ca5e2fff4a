-- What a database alone must refuse, whatever the program does.
ALTER TABLE "orders"
  ADD CONSTRAINT "orders_state_known" CHECK ("state" IN
    ('pending', 'authorized', 'paid', 'canceling', 'voiding', 'expired', 'canceled', 'refunded', 'needs_attention')),
  ADD CONSTRAINT "orders_payment_known" CHECK ("payment" IN
    ('none', 'creating', 'open', 'authorized', 'captured', 'canceled', 'refunded')),
  ADD CONSTRAINT "orders_paid_was_captured" CHECK ("state" <> 'paid' OR "payment" = 'captured'),
  ADD CONSTRAINT "orders_refund_within_total" CHECK ("refunded_minor" BETWEEN 0 AND "total_minor"),
  ADD CONSTRAINT "orders_total_not_negative" CHECK ("total_minor" >= 0);

ALTER TABLE "quota" ADD CONSTRAINT "quota_within_max" CHECK ("n" >= 0 AND "n" <= "max");

ALTER TABLE "order_item" ADD CONSTRAINT "order_item_price_not_negative" CHECK ("price_minor" >= 0);

ALTER TABLE "stock_return" ADD CONSTRAINT "stock_return_kind_known" CHECK ("kind" IN ('release', 'reactivate'));

-- One open order for each fan of a sale.
CREATE UNIQUE INDEX "orders_one_open" ON "orders" ("sale_id", "fan_key") WHERE "state" IN ('pending', 'canceling');

-- Work that is due.
CREATE INDEX "orders_pending_due" ON "orders" ("sale_id", "deadline_sale_ms") WHERE "state" = 'pending';
CREATE INDEX "stock_return_due" ON "stock_return" ("next_at") WHERE "done_at" IS NULL;
CREATE INDEX "attention_open" ON "attention" ("created_at") WHERE "resolved_at" IS NULL;
