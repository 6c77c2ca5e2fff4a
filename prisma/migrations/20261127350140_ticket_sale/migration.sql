DROP INDEX CONCURRENTLY "ticket_sale_id_idx";
