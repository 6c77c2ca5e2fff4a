-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "holder_email" TEXT,
ADD COLUMN     "holder_language" TEXT,
ADD COLUMN     "holder_name" TEXT,
ADD COLUMN     "passed_on" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "transferred_at" TIMESTAMPTZ(3),
ADD COLUMN     "transfers" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE ticket ADD CONSTRAINT ticket_holder_whole CHECK ((holder_email IS NULL) = (holder_name IS NULL));

-- AlterTable
ALTER TABLE "mail" ADD COLUMN     "ticket_id" TEXT;

ALTER TABLE mail DROP CONSTRAINT mail_known;
ALTER TABLE mail ADD CONSTRAINT mail_known CHECK (
  state IN ('pending', 'sent', 'skipped', 'failed')
  AND CASE WHEN ticket_id IS NULL THEN kind IN ('paid', 'refunded', 'canceled', 'resent') ELSE kind IN ('transferred', 'passed_on', 'voided') END);

-- A ticket may become void by a refund, a dispute or a canceled show: whoever holds it is told by the same statement.
CREATE FUNCTION mail_of_void_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mail (order_id, ticket_id, kind) VALUES (NEW.order_id, NEW.id, 'voided');
  RETURN NULL;
END $$;

CREATE TRIGGER ticket_void_mails AFTER UPDATE OF voided_at ON ticket FOR EACH ROW
  WHEN (OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL AND NEW.holder_email <> '')
  EXECUTE FUNCTION mail_of_void_ticket();
