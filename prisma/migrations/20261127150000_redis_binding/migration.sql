-- The Redis that this database is used with, and the key of digests, which outlives a rotation of ROPELINE_SECRET.
ALTER TABLE "installation" ADD COLUMN "digest_secret_sealed" TEXT,
ADD COLUMN "redis_id" TEXT,
ADD COLUMN "redis_seen_at" TIMESTAMPTZ(3);
