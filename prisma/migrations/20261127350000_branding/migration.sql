-- Pictures that promoters upload, named by the hash of their bytes: the same picture is stored once and never changes.
CREATE TABLE "picture" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK ("id" ~ '^pic_[0-9a-f]{64}$'),
  "type" TEXT NOT NULL,
  "width" INTEGER NOT NULL,
  "height" INTEGER NOT NULL,
  "bytes" BYTEA NOT NULL CHECK (octet_length("bytes") <= 1048576),
  "uploaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
-- Already compressed: compressing again only costs time.
ALTER TABLE "picture" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

ALTER TABLE "sale"
  ADD COLUMN "picture_id" TEXT,
  ADD COLUMN "logo_id" TEXT,
  ADD COLUMN "accent" TEXT CHECK ("accent" ~ '^#[0-9a-f]{6}$');
ALTER TABLE "sale" ADD CONSTRAINT "sale_picture_id_fkey" FOREIGN KEY ("picture_id") REFERENCES "picture"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sale" ADD CONSTRAINT "sale_logo_id_fkey" FOREIGN KEY ("logo_id") REFERENCES "picture"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "sale_picture_id_idx" ON "sale" ("picture_id");
CREATE INDEX "sale_logo_id_idx" ON "sale" ("logo_id");
