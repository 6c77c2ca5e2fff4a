-- How each sale went, for charts that outlive a page, and for the report.
CREATE TABLE "live_history" (
    "sale_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "figures" JSONB NOT NULL,

    CONSTRAINT "live_history_pkey" PRIMARY KEY ("sale_id","at")
);
CREATE INDEX "live_history_at_idx" ON "live_history"("at");
