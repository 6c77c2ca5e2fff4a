-- When the promoter opened a sale without the beacon it had promised. Told to fans like every other change.
ALTER TABLE "queue_sale" ADD COLUMN "beacon_skipped_at" TIMESTAMPTZ(3);

CREATE FUNCTION note_beacon_skipped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sale_change (sale_id, what, "before", "after") VALUES (NEW.sale_id, 'beacon', 'drand', NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER beacon_skipped AFTER UPDATE OF beacon_skipped_at ON queue_sale
  FOR EACH ROW WHEN (OLD.beacon_skipped_at IS NULL AND NEW.beacon_skipped_at IS NOT NULL)
  EXECUTE FUNCTION note_beacon_skipped();
