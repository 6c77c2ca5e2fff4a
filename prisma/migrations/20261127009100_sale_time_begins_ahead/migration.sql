-- Sale time begins a day ahead of 0: an extension of deadlines moves it back, and a deadline of 0 means none.
ALTER TABLE "queue_sale" ALTER COLUMN "sale_ms" SET DEFAULT 86400000;
