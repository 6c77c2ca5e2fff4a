-- Whether a list has codes that only people who have proved who they are may use; null: written by a version that did not say.
ALTER TABLE "access_code_batch" ADD COLUMN "guessable" BOOLEAN;
