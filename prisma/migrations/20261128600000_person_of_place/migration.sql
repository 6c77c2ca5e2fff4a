-- An order counts towards the identities behind its place.
CREATE INDEX CONCURRENTLY "queue_person_sale_id_lane_number_idx" ON "queue_person"("sale_id", "lane", "number");
