CREATE TABLE "promo_code" (
    "id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "percent_milli" INTEGER,
    "amount_minor" BIGINT,
    "max_uses" INTEGER NOT NULL,
    "per_fan" INTEGER NOT NULL,
    "ticket_type_ids" TEXT[],
    "ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "promo_code_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "promo_code_one_kind" CHECK (("percent_milli" IS NULL) <> ("amount_minor" IS NULL)),
    CONSTRAINT "promo_code_percent_within" CHECK ("percent_milli" BETWEEN 1 AND 100000),
    CONSTRAINT "promo_code_amount_positive" CHECK ("amount_minor" > 0)
);

CREATE INDEX "promo_code_sale_id_code_idx" ON "promo_code"("sale_id", "code");
-- One code at a time means one thing.
CREATE UNIQUE INDEX "promo_code_one_live" ON "promo_code" ("sale_id", "code") WHERE "voided_at" IS NULL;

ALTER TABLE "orders" ADD COLUMN "promo_id" TEXT;

-- An order that costs nothing ends its admission at once, and its answer may be asked for again.
CREATE INDEX "orders_free_by_admission" ON "orders" ("admission_id", "idempotency_key") WHERE "total_minor" = 0;
