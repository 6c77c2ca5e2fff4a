ALTER TABLE "orders" ADD COLUMN "disputes" JSONB;
