ALTER TABLE "pool" ADD COLUMN "raising" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "letter" TEXT NOT NULL DEFAULT 'f';
ALTER TABLE "seat" ADD COLUMN "blocked" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "channel" (
    "sale_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "partner_id" TEXT,
    "lanes" TEXT[],
    "letter" TEXT NOT NULL,
    "return_at" TIMESTAMPTZ(3),
    "return_to" TEXT NOT NULL DEFAULT 'public',
    "rank" INTEGER NOT NULL,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("sale_id","key")
);
CREATE UNIQUE INDEX "channel_sale_id_letter_key" ON "channel"("sale_id", "letter");
CREATE INDEX "channel_return_at_idx" ON "channel"("return_at");

CREATE TABLE "stock_change" (
    "id" BIGSERIAL NOT NULL,
    "sale_id" TEXT NOT NULL,
    "wish" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'wanted',
    "outcome" JSONB,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "stock_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "stock_change_state_next_at_idx" ON "stock_change"("state", "next_at");

-- One change of a sale's stock at a time: the second waits for the first, whose targets it would not know.
CREATE UNIQUE INDEX "stock_change_one_at_a_time" ON "stock_change"("sale_id") WHERE state = 'wanted';

ALTER TABLE pool DROP CONSTRAINT pool_not_oversold;
ALTER TABLE pool
  ADD CONSTRAINT pool_raising_not_negative CHECK (raising >= 0),
  ADD CONSTRAINT pool_not_oversold CHECK (sold + withdrawn <= capacity + raising);
