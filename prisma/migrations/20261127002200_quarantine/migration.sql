-- Which installation an intent belongs to, and when this database was last in use: an older copy shows by it.
ALTER TABLE "installation" ADD COLUMN "public_id" TEXT NOT NULL DEFAULT 'inst_' || replace(gen_random_uuid()::text, '-', ''),
  ADD COLUMN "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now();

-- Events that cannot be read or handled: kept, and not tried again.
ALTER TABLE "stripe_event" ADD COLUMN "poison" TEXT;

-- While a row is open, nothing of unknown orders is refunded or freed, and nobody is let in.
CREATE TABLE "quarantine" (
  "id" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "began_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "ended_at" TIMESTAMPTZ(3),
  "verb" TEXT,

  CONSTRAINT "quarantine_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "quarantine_one_open" ON "quarantine" ((true)) WHERE "ended_at" IS NULL;

-- Intents of this installation whose order is not here.
CREATE TABLE "payment_stray" (
  "intent_id" TEXT NOT NULL,
  "order_id" TEXT NOT NULL,
  "attempt" INTEGER NOT NULL,
  "sale_id" TEXT NOT NULL,
  "amount_minor" INTEGER NOT NULL,
  "currency" TEXT NOT NULL,
  "captured" BOOLEAN NOT NULL,
  "made_at" TIMESTAMPTZ(3) NOT NULL,
  "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "decision" TEXT,
  "decided_at" TIMESTAMPTZ(3),
  "done_at" TIMESTAMPTZ(3),

  CONSTRAINT "payment_stray_pkey" PRIMARY KEY ("intent_id")
);
ALTER TABLE "payment_stray" ADD CONSTRAINT "payment_stray_decision_known" CHECK ("decision" IN ('auto', 'adopt', 'refund', 'release'));
