-- What nodes say lately of the Redis: see Installation.
ALTER TABLE "installation" ADD COLUMN "node_reach" JSONB NOT NULL DEFAULT '{}';
