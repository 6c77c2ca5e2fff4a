-- What no statement may do to stock, whichever one it is.
ALTER TABLE pool
  ADD CONSTRAINT pool_capacity_not_negative CHECK (capacity >= 0),
  ADD CONSTRAINT pool_sold_not_negative CHECK (sold >= 0),
  ADD CONSTRAINT pool_withdrawn_not_negative CHECK (withdrawn >= 0),
  ADD CONSTRAINT pool_not_oversold CHECK (sold + withdrawn <= capacity);
