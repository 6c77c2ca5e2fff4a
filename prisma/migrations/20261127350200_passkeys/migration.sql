-- Passkeys of the team: public keys only, so that a copy of this table signs nobody in.
CREATE TABLE "passkey" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "member_id" TEXT NOT NULL REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "name" TEXT NOT NULL,
  "public_key" BYTEA NOT NULL,
  "counter" BIGINT NOT NULL DEFAULT 0,
  "transports" TEXT[] NOT NULL DEFAULT '{}',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "used_at" TIMESTAMPTZ(3)
);
CREATE INDEX "passkey_member_id_idx" ON "passkey" ("member_id");
