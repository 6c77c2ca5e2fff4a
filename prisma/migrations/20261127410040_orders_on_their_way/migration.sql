-- The watchdog looks for these every 30 s, however many orders have ended.
CREATE INDEX CONCURRENTLY orders_on_their_way ON orders (updated_at) WHERE state IN ('authorized', 'canceling', 'voiding');
