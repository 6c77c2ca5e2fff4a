-- Whether an order's tickets are held because its payment is disputed, also those that it does not have yet.
-- null: never decided; held while a dispute is open or lost, as before.
ALTER TABLE "orders" ADD COLUMN "tickets_held" BOOLEAN;
