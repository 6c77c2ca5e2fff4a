-- AlterTable
ALTER TABLE "queue_sale" ADD COLUMN     "beacon_signature" TEXT;

-- AlterTable
ALTER TABLE "sale" ADD COLUMN     "beacon" BOOLEAN NOT NULL DEFAULT false;
