-- Tickets of a sale are read in the order of their ids.
CREATE INDEX CONCURRENTLY "ticket_sale_id_id_idx" ON "ticket" ("sale_id", "id");
