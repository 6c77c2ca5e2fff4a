-- orders_sale_id_id_idx serves the same queries.
DROP INDEX CONCURRENTLY "orders_sale_id_idx";
