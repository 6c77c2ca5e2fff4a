-- AlterTable
ALTER TABLE "admin_session" ADD COLUMN     "device" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "public_id" TEXT NOT NULL DEFAULT ('ses_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text));

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "recovery_hashes" TEXT[],
ADD COLUMN     "removed_at" TIMESTAMPTZ(3),
ADD COLUMN     "totp_sealed" TEXT,
ADD COLUMN     "totp_step" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "invitation" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "two_factor_roles" TEXT[],
    "approval_kinds" TEXT[],
    "refund_free_minor" BIGINT,

    CONSTRAINT "staff_settings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "admin_session_public_id_key" ON "admin_session"("public_id");
