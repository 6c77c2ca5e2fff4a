-- What an order counts towards besides its place and promo code; the network it came from; whether its card must be authenticated.
ALTER TABLE "orders"
  ADD COLUMN "counted" JSONB,
  ADD COLUMN "network" TEXT,
  ADD COLUMN "three_d_secure" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "payment"
  ADD COLUMN "three_d_secure" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "cards_only" BOOLEAN NOT NULL DEFAULT false;

-- Orders with declined cards are few: what the card brakes look at is small, and other orders do not pay for it.
CREATE INDEX "orders_declined" ON "orders" ("updated_at") WHERE "declines" > 0;
