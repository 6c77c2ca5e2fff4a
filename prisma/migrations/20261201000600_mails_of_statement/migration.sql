-- One insert of mails for all orders of a statement instead of one call for each row.
-- The function of single rows stays for now: a session of an older node may have planned it.
CREATE FUNCTION mails_of_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mail (order_id, kind)
  SELECT data ->> 'orderId', substr(type, 7) FROM added
  WHERE type IN ('order.paid', 'order.refunded', 'order.canceled') AND data ->> 'orderId' IS NOT NULL ORDER BY id;
  RETURN NULL;
END $$;

-- Replaced, not dropped: that would wait for every reader, a backup for as long as it runs, and each purchase behind it.
CREATE OR REPLACE TRIGGER outbox_mails AFTER INSERT ON outbox REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION mails_of_outbox();
