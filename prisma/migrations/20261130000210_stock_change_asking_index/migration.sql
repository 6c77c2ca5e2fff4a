CREATE UNIQUE INDEX CONCURRENTLY stock_change_asking ON stock_change (asking) WHERE asking IS NOT NULL;
