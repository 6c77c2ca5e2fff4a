-- What an action that needs two people would change, and whom it met, as it was asked for. A version that does not know
-- the columns leaves them empty, and its proposals are carried out as before.
ALTER TABLE "approval" ADD COLUMN "effect" JSONB;
ALTER TABLE "approval" ADD COLUMN "people" JSONB;
