-- People of a partner, who enter the portal by invitation.
CREATE TABLE "partner_member" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "partner_id" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "invited_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "joined_at" TIMESTAMPTZ(3),
  "removed_at" TIMESTAMPTZ(3)
);
CREATE UNIQUE INDEX "partner_member_partner_id_email_key" ON "partner_member" ("partner_id", "email");
CREATE INDEX "partner_member_email_idx" ON "partner_member" ("email");

CREATE TABLE "partner_link" (
  "hash" TEXT NOT NULL PRIMARY KEY,
  "member_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3)
);
CREATE INDEX "partner_link_member_id_idx" ON "partner_link" ("member_id");

CREATE TABLE "partner_session" (
  "id_hash" TEXT NOT NULL PRIMARY KEY,
  "member_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "partner_session_member_id_idx" ON "partner_session" ("member_id");
