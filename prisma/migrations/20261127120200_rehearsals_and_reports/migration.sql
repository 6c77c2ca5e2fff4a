-- CreateTable
CREATE TABLE "rehearsal" (
    "id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "crowd" JSONB NOT NULL,
    "result" JSONB,
    "started_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "rehearsal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "published_report" (
    "sale_id" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "published_by" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "published_report_pkey" PRIMARY KEY ("sale_id")
);

-- CreateIndex
CREATE INDEX "rehearsal_sale_id_started_at_idx" ON "rehearsal"("sale_id", "started_at");
