-- Whether the tickets of a sale may be transferred; fans are told when that changes after publishing.
ALTER TABLE "sale" ADD COLUMN "transferable" BOOLEAN NOT NULL DEFAULT true;

CREATE OR REPLACE FUNCTION note_sale_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sale_change (sale_id, what, "before", "after")
  SELECT NEW.id, what, was, is_now FROM (VALUES
    ('name', OLD.name, NEW.name),
    ('showName', OLD.show_name, NEW.show_name),
    ('venue', OLD.show_venue, NEW.show_venue),
    ('startsAt', instant_text(OLD.show_starts_at), instant_text(NEW.show_starts_at)),
    ('timeZone', OLD.show_time_zone, NEW.show_time_zone),
    ('prequeueAt', instant_text(OLD.prequeue_at), instant_text(NEW.prequeue_at)),
    ('opensAt', instant_text(OLD.opens_at), instant_text(NEW.opens_at)),
    ('closesAt', instant_text(OLD.closes_at), instant_text(NEW.closes_at)),
    ('notice', OLD.notice_text, NEW.notice_text),
    ('transferable', OLD.transferable::text, NEW.transferable::text)) AS changed (what, was, is_now)
  WHERE was IS DISTINCT FROM is_now;
  RETURN NULL;
END $$;
DROP TRIGGER sale_changes ON sale;
CREATE TRIGGER sale_changes
  AFTER UPDATE OF name, show_name, show_venue, show_starts_at, show_time_zone, prequeue_at, opens_at, closes_at, notice_text, transferable ON sale
  FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION note_sale_change();
