-- What a sale asks of whoever wants a place.
ALTER TABLE "sale" ADD COLUMN "identity_keys" JSONB,
ADD COLUMN "joins_frozen" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "access_code_batch" (
    "id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "voided_at" TIMESTAMPTZ(3),
    "keep_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "access_code_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_code" (
    "sale_id" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "batch_id" TEXT NOT NULL,
    "uses" INTEGER NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "access_code_pkey" PRIMARY KEY ("sale_id","digest"),
    -- the last word on how often a code was used, whoever asks
    CONSTRAINT "access_code_used_within_uses" CHECK ("used" BETWEEN 0 AND "uses")
);

-- CreateIndex
CREATE INDEX "access_code_batch_sale_id_idx" ON "access_code_batch"("sale_id");

-- CreateIndex
CREATE INDEX "access_code_batch_keep_until_idx" ON "access_code_batch"("keep_until");

-- CreateIndex
CREATE INDEX "access_code_batch_id_idx" ON "access_code"("batch_id");

-- AddForeignKey
ALTER TABLE "access_code" ADD CONSTRAINT "access_code_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "access_code_batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;
