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
