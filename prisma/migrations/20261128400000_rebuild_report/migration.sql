-- CreateTable
CREATE TABLE "rebuild_report" (
    "id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "report" JSONB NOT NULL,

    CONSTRAINT "rebuild_report_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "rebuild_report_sale_id_epoch_key" ON "rebuild_report"("sale_id", "epoch");

-- CreateIndex
CREATE INDEX "rebuild_report_at_idx" ON "rebuild_report"("at");
