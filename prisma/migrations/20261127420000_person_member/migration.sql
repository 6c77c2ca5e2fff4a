-- Which member of a friend's place a person is. Null in rows of an earlier version, which did not store it.
ALTER TABLE "queue_person" ADD COLUMN "member" INTEGER;
-- The place that it is about: a node of an earlier version moves a row to another place and leaves "member" as it was.
ALTER TABLE "queue_person" ADD COLUMN "member_at" TEXT;
