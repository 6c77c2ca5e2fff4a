-- Orders that a partner sells from its allocation: paid to the partner, so no payment of ours belongs to them.
ALTER TABLE "orders" ADD COLUMN "partner_id" TEXT;
CREATE INDEX "orders_partner_id_id_idx" ON "orders"("partner_id", "id");

ALTER TABLE "orders"
  DROP CONSTRAINT "orders_payment_known",
  DROP CONSTRAINT "orders_paid_was_captured",
  ADD CONSTRAINT "orders_payment_known" CHECK ("payment" IN
    ('none', 'creating', 'open', 'authorized', 'captured', 'canceled', 'refunded', 'external')),
  ADD CONSTRAINT "orders_paid_was_captured" CHECK ("state" <> 'paid' OR "payment" IN ('captured', 'external')),
  ADD CONSTRAINT "orders_external_is_of_a_partner" CHECK ("payment" <> 'external' OR "partner_id" IS NOT NULL),
  ADD CONSTRAINT "orders_partner_is_paid_outside" CHECK (
    "partner_id" IS NULL OR ("external_reference" IS NOT NULL AND "payment" IN ('none', 'external')));

-- A partner's call counts once, by its key and by the payment that it names; what came to nothing may be tried again.
CREATE UNIQUE INDEX "orders_partner_key" ON "orders" ("partner_id", "idempotency_key") WHERE "partner_id" IS NOT NULL;
CREATE UNIQUE INDEX "orders_partner_reference" ON "orders" ("partner_id", "external_reference")
  WHERE "partner_id" IS NOT NULL AND "state" NOT IN ('expired', 'canceled');

-- Who owns a channel stands with the channel: its key means something in its sale only.
ALTER TABLE "partner" DROP COLUMN "channels";
CREATE INDEX "channel_partner_id_idx" ON "channel"("partner_id");

-- Money that a partner took is not kept here.
CREATE OR REPLACE FUNCTION count_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO order_counter AS c (sale_id, state, shard, orders, units, total_minor, kept_minor)
    SELECT o.sale_id, o.state, pg_backend_pid() % 8, count(*), sum(i.units), sum(o.total_minor::bigint),
      sum(CASE WHEN o.partner_id IS NULL THEN o.total_minor::bigint - o.refunded_minor ELSE 0 END)
    FROM added o CROSS JOIN LATERAL (SELECT count(*) AS units FROM order_item WHERE order_id = o.id) i
    GROUP BY o.sale_id, o.state ORDER BY o.sale_id, o.state
    ON CONFLICT (sale_id, state, shard) DO UPDATE SET orders = c.orders + excluded.orders, units = c.units + excluded.units,
      total_minor = c.total_minor + excluded.total_minor, kept_minor = c.kept_minor + excluded.kept_minor;
  ELSIF TG_OP = 'UPDATE' THEN
    WITH changed AS (
      SELECT n.id, o.sale_id AS old_sale, o.state AS old_state, o.total_minor::bigint AS old_total, o.refunded_minor AS old_refunded,
        n.sale_id, n.state, n.total_minor::bigint AS total_minor, n.refunded_minor, n.partner_id IS NULL AS ours
      FROM added n JOIN removed o ON o.id = n.id
      WHERE (n.sale_id, n.state, n.total_minor, n.refunded_minor) IS DISTINCT FROM (o.sale_id, o.state, o.total_minor, o.refunded_minor)
    ), counted AS (
      SELECT changed.*, (SELECT count(*) FROM order_item WHERE order_id = changed.id) AS units FROM changed
    ), moves AS (
      SELECT sale_id, state, 1 AS n, units, total_minor AS total, CASE WHEN ours THEN total_minor - refunded_minor ELSE 0 END AS kept FROM counted
      UNION ALL SELECT old_sale, old_state, -1, -units, -old_total, CASE WHEN ours THEN old_refunded - old_total ELSE 0 END FROM counted
    )
    INSERT INTO order_counter AS c (sale_id, state, shard, orders, units, total_minor, kept_minor)
    SELECT sale_id, state, pg_backend_pid() % 8, sum(n), sum(units), sum(total), sum(kept)
    FROM moves GROUP BY sale_id, state ORDER BY sale_id, state
    ON CONFLICT (sale_id, state, shard) DO UPDATE SET orders = c.orders + excluded.orders, units = c.units + excluded.units,
      total_minor = c.total_minor + excluded.total_minor, kept_minor = c.kept_minor + excluded.kept_minor;
  ELSE
    -- the items of a deleted order are gone with it: its units stay counted
    INSERT INTO order_counter AS c (sale_id, state, shard, orders, units, total_minor, kept_minor)
    SELECT sale_id, state, pg_backend_pid() % 8, -count(*), 0, -sum(total_minor::bigint),
      sum(CASE WHEN partner_id IS NULL THEN refunded_minor - total_minor::bigint ELSE 0 END)
    FROM removed GROUP BY sale_id, state ORDER BY sale_id, state
    ON CONFLICT (sale_id, state, shard) DO UPDATE SET orders = c.orders + excluded.orders, units = c.units + excluded.units,
      total_minor = c.total_minor + excluded.total_minor, kept_minor = c.kept_minor + excluded.kept_minor;
  END IF;
  RETURN NULL;
END $$;
