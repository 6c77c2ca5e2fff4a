-- An item that was kept without anything done may be opened again.
ALTER TABLE "attention" ADD COLUMN "undoable" BOOLEAN NOT NULL DEFAULT false;
