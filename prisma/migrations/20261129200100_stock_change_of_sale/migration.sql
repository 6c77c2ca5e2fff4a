-- The last change of a sale's stock is the version of its channels.
CREATE INDEX "stock_change_sale_id_id_idx" ON "stock_change"("sale_id", "id");
