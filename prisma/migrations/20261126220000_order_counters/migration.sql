-- Orders of a sale by state, kept by whatever statement moves them: reading a sale's figures no longer reads its orders.
-- Several shards per state keep the counters from becoming a hot row; only their sum means anything.
CREATE TABLE "order_counter" (
  "sale_id" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "shard" INTEGER NOT NULL,
  "orders" BIGINT NOT NULL DEFAULT 0,
  "units" BIGINT NOT NULL DEFAULT 0,
  "total_minor" BIGINT NOT NULL DEFAULT 0,
  "kept_minor" BIGINT NOT NULL DEFAULT 0,

  CONSTRAINT "order_counter_pkey" PRIMARY KEY ("sale_id", "state", "shard")
) WITH (fillfactor = 50);

-- One write per statement, with the net difference. Rows are taken in key order, so that two statements never wait for each other.
CREATE FUNCTION count_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO order_counter AS c (sale_id, state, shard, orders, units, total_minor, kept_minor)
    SELECT o.sale_id, o.state, pg_backend_pid() % 8, count(*), sum(i.units), sum(o.total_minor::bigint), sum(o.total_minor::bigint - o.refunded_minor)
    FROM added o CROSS JOIN LATERAL (SELECT count(*) AS units FROM order_item WHERE order_id = o.id) i
    GROUP BY o.sale_id, o.state ORDER BY o.sale_id, o.state
    ON CONFLICT (sale_id, state, shard) DO UPDATE SET orders = c.orders + excluded.orders, units = c.units + excluded.units,
      total_minor = c.total_minor + excluded.total_minor, kept_minor = c.kept_minor + excluded.kept_minor;
  ELSIF TG_OP = 'UPDATE' THEN
    WITH changed AS (
      SELECT n.id, o.sale_id AS old_sale, o.state AS old_state, o.total_minor::bigint AS old_total, o.refunded_minor AS old_refunded,
        n.sale_id, n.state, n.total_minor::bigint AS total_minor, n.refunded_minor
      FROM added n JOIN removed o ON o.id = n.id
      WHERE (n.sale_id, n.state, n.total_minor, n.refunded_minor) IS DISTINCT FROM (o.sale_id, o.state, o.total_minor, o.refunded_minor)
    ), counted AS (
      SELECT changed.*, (SELECT count(*) FROM order_item WHERE order_id = changed.id) AS units FROM changed
    ), moves AS (
      SELECT sale_id, state, 1 AS n, units, total_minor AS total, total_minor - refunded_minor AS kept FROM counted
      UNION ALL SELECT old_sale, old_state, -1, -units, -old_total, old_refunded - old_total FROM counted
    )
    INSERT INTO order_counter AS c (sale_id, state, shard, orders, units, total_minor, kept_minor)
    SELECT sale_id, state, pg_backend_pid() % 8, sum(n), sum(units), sum(total), sum(kept)
    FROM moves GROUP BY sale_id, state ORDER BY sale_id, state
    ON CONFLICT (sale_id, state, shard) DO UPDATE SET orders = c.orders + excluded.orders, units = c.units + excluded.units,
      total_minor = c.total_minor + excluded.total_minor, kept_minor = c.kept_minor + excluded.kept_minor;
  ELSE
    -- the items of a deleted order are gone with it: its units stay counted
    INSERT INTO order_counter AS c (sale_id, state, shard, orders, units, total_minor, kept_minor)
    SELECT sale_id, state, pg_backend_pid() % 8, -count(*), 0, -sum(total_minor::bigint), sum(refunded_minor - total_minor::bigint)
    FROM removed GROUP BY sale_id, state ORDER BY sale_id, state
    ON CONFLICT (sale_id, state, shard) DO UPDATE SET orders = c.orders + excluded.orders, units = c.units + excluded.units,
      total_minor = c.total_minor + excluded.total_minor, kept_minor = c.kept_minor + excluded.kept_minor;
  END IF;
  RETURN NULL;
END $$;

-- Nothing may move between the recount and the triggers.
LOCK TABLE "orders" IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO order_counter (sale_id, state, shard, orders, units, total_minor, kept_minor)
SELECT o.sale_id, o.state, 0, count(*), sum(i.units), sum(o.total_minor::bigint), sum(o.total_minor::bigint - o.refunded_minor)
FROM orders o CROSS JOIN LATERAL (SELECT count(*) AS units FROM order_item WHERE order_id = o.id) i
GROUP BY o.sale_id, o.state;

CREATE TRIGGER orders_counted_insert AFTER INSERT ON orders REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER orders_counted_update AFTER UPDATE ON orders REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER orders_counted_delete AFTER DELETE ON orders REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
