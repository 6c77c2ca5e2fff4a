-- The body that made the sale, as it was sent. Sales made before have none.
CREATE TABLE "sale_input" (
    "sale_id" TEXT NOT NULL,
    "input" JSONB NOT NULL,

    CONSTRAINT "sale_input_pkey" PRIMARY KEY ("sale_id")
);

ALTER TABLE "sale_input" ADD CONSTRAINT "sale_input_sale_id_fkey" FOREIGN KEY ("sale_id") REFERENCES "sale"("id") ON DELETE CASCADE ON UPDATE CASCADE;
