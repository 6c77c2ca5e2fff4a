-- Access codes are kept for as long as their sale runs, which nobody knows when they are made.

-- DropIndex
DROP INDEX "access_code_batch_keep_until_idx";

-- AlterTable
ALTER TABLE "access_code_batch" ALTER COLUMN "keep_until" DROP NOT NULL;
