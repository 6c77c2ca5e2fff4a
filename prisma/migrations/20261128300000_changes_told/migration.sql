-- Fans are told when the limits of a ticket type change after publishing, as they are of its price.
CREATE FUNCTION note_ticket_type_limits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sale_change (sale_id, what, subject, "before", "after")
  SELECT NEW.sale_id, what, NEW.name, was::text, is_now::text FROM (VALUES
    ('maxPerFan', OLD.max_per_fan, NEW.max_per_fan),
    ('min', OLD.min_per_hold, NEW.min_per_hold),
    ('multiple', OLD.multiple_of, NEW.multiple_of)) AS changed (what, was, is_now)
  WHERE was IS DISTINCT FROM is_now
    AND EXISTS (SELECT FROM sale WHERE id = NEW.sale_id AND state <> 'draft');
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_type_limits AFTER UPDATE OF max_per_fan, min_per_hold, multiple_of ON ticket_type
  FOR EACH ROW EXECUTE FUNCTION note_ticket_type_limits();

-- So are who sells, and what is given back.
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
    ('transferable', OLD.transferable::text, NEW.transferable::text),
    ('seller', OLD.seller ->> 'name', NEW.seller ->> 'name'),
    ('refundRule', OLD.seller ->> 'refundRule', NEW.seller ->> 'refundRule')) AS changed (what, was, is_now)
  WHERE was IS DISTINCT FROM is_now;
  RETURN NULL;
END $$;
DROP TRIGGER sale_changes ON sale;
CREATE TRIGGER sale_changes
  AFTER UPDATE OF name, show_name, show_venue, show_starts_at, show_time_zone, prequeue_at, opens_at, closes_at, notice_text, transferable, seller ON sale
  FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION note_sale_change();
