-- Reads a fan's order by its idempotency key or its hold, also after its admission has ended.
CREATE INDEX CONCURRENTLY orders_by_admission ON orders (admission_id) WHERE admission_id IS NOT NULL;
