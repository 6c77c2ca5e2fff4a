-- Which member of a friend's place a person is. Null in rows of an earlier version, which did not store it.
ALTER TABLE "queue_person" ADD COLUMN "member" INTEGER;
