-- Who sells the tickets of a sale: shown on every page of it. null: nobody has said.
ALTER TABLE "sale" ADD COLUMN "seller" JSONB;
