ALTER TABLE "sale"
  ADD CONSTRAINT "sale_state_known" CHECK ("state" IN ('draft', 'scheduled', 'prequeue', 'on_sale', 'paused', 'sold_out', 'closed')),
  ADD CONSTRAINT "sale_paused_from_known" CHECK (("state" = 'paused') = ("paused_from" IS NOT NULL)),
  ADD CONSTRAINT "sale_times_in_order" CHECK ("prequeue_at" <= "opens_at" AND ("closes_at" IS NULL OR "closes_at" > "opens_at"));
ALTER TABLE "ticket_type"
  ADD CONSTRAINT "ticket_type_price_positive" CHECK ("price_minor" > 0),
  ADD CONSTRAINT "ticket_type_stock_state_known" CHECK ("stock_state" IN ('plenty', 'low', 'gone'));
