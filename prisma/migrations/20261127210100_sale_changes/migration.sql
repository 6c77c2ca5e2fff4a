-- What fans are told was changed after a sale was published. Written by the statement that changes it, whoever runs it.
CREATE TABLE "sale_change" (
  "id" BIGSERIAL NOT NULL PRIMARY KEY,
  "sale_id" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "what" TEXT NOT NULL,
  "subject" TEXT,
  "before" TEXT,
  "after" TEXT
);
CREATE INDEX "sale_change_sale_id_id_idx" ON "sale_change" ("sale_id", "id");

CREATE FUNCTION instant_text(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE FUNCTION note_sale_change() RETURNS trigger LANGUAGE plpgsql AS $$
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
    ('notice', OLD.notice_text, NEW.notice_text)) AS changed (what, was, is_now)
  WHERE was IS DISTINCT FROM is_now;
  RETURN NULL;
END $$;
CREATE TRIGGER sale_changes
  AFTER UPDATE OF name, show_name, show_venue, show_starts_at, show_time_zone, prequeue_at, opens_at, closes_at, notice_text ON sale
  FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION note_sale_change();

CREATE FUNCTION note_ticket_type_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM sale WHERE id = NEW.sale_id AND state <> 'draft') THEN
    IF TG_OP = 'INSERT' THEN
      INSERT INTO sale_change (sale_id, what, subject, "after") VALUES (NEW.sale_id, 'ticketType', NEW.name, NEW.price_minor::text);
    ELSE
      INSERT INTO sale_change (sale_id, what, subject, "before", "after")
      VALUES (NEW.sale_id, 'price', NEW.name, OLD.price_minor::text, NEW.price_minor::text);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_type_added AFTER INSERT ON ticket_type
  FOR EACH ROW EXECUTE FUNCTION note_ticket_type_change();
CREATE TRIGGER ticket_type_price AFTER UPDATE OF price_minor ON ticket_type
  FOR EACH ROW WHEN (OLD.price_minor IS DISTINCT FROM NEW.price_minor) EXECUTE FUNCTION note_ticket_type_change();
