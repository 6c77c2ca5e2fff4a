-- A show that does not take place: all its orders are given back, a few at a time.
CREATE TABLE "show_cancellation" (
  "sale_id" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "reason" TEXT,
  "began_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "ended_at" TIMESTAMPTZ(3),

  CONSTRAINT "show_cancellation_pkey" PRIMARY KEY ("sale_id")
);
