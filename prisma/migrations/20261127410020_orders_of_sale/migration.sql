CREATE INDEX CONCURRENTLY "orders_sale_id_id_idx" ON "orders"("sale_id", "id");
