-- The approval that a change of stock is carried out for: one that finds its own change makes no second. A version that
-- does not know the column leaves it empty, and its changes are found by what they changed, as before.
ALTER TABLE "stock_change" ADD COLUMN "asking" TEXT;
