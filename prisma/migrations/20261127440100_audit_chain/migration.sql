-- The log is hash-chained by a task: its order in the chain, and the hash over the entry before and itself.
ALTER TABLE "audit_entry" ADD COLUMN "seq" BIGINT;
ALTER TABLE "audit_entry" ADD COLUMN "hash" TEXT;
