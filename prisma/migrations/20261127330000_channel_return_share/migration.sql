-- A channel's stock may come back by share as well as by time.
ALTER TABLE "channel" ADD COLUMN "return_below_percent" INTEGER;
ALTER TABLE "channel" ADD CONSTRAINT "channel_return_below_percent" CHECK ("return_below_percent" BETWEEN 1 AND 99);
