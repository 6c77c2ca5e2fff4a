-- CreateTable
CREATE TABLE "approval" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "proposal" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "reason" TEXT,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "tried_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "approval_state_expires_at_idx" ON "approval"("state", "expires_at");

-- one open proposal of the same thing: asked for twice, it is found again
CREATE UNIQUE INDEX "approval_open_hash" ON "approval"("hash") WHERE state IN ('asked', 'approved');

-- what one person gave back within a day
CREATE INDEX "payment_refund_actor_asked_at_idx" ON "payment_refund"("actor", "asked_at");
