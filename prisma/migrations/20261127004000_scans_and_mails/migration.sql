-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "buyer_language" TEXT NOT NULL DEFAULT 'en';

-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "admitted_at" TIMESTAMPTZ(3),
ADD COLUMN     "admitted_gate" TEXT;

-- CreateTable
CREATE TABLE "ticket_scan" (
    "id" BIGSERIAL NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "serial" INTEGER NOT NULL,
    "gate" TEXT NOT NULL,
    "device" TEXT,
    "scanned_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "let_in" BOOLEAN NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "ticket_scan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail" (
    "id" BIGSERIAL NOT NULL,
    "order_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ticket_scan_sale_id_id_idx" ON "ticket_scan"("sale_id", "id");

-- CreateIndex
CREATE INDEX "ticket_scan_received_at_idx" ON "ticket_scan"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_scan_ticket_id_device_scanned_at_key" ON "ticket_scan"("ticket_id", "device", "scanned_at");

-- CreateIndex
CREATE INDEX "mail_order_id_idx" ON "mail"("order_id");

-- CreateIndex
CREATE INDEX "mail_created_at_idx" ON "mail"("created_at");

-- Only what waits is looked for.
CREATE INDEX mail_pending ON mail (next_at) WHERE state = 'pending';

ALTER TABLE mail ADD CONSTRAINT mail_known CHECK (kind IN ('paid', 'refunded', 'canceled', 'resent') AND state IN ('pending', 'sent', 'skipped', 'failed'));

-- Whatever tells partners of an order tells its buyer too: in the same statement, so that neither is lost without the other.
CREATE FUNCTION mail_of_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mail (order_id, kind) VALUES (NEW.data ->> 'orderId', substr(NEW.type, 7));
  RETURN NULL;
END $$;

CREATE TRIGGER outbox_mails AFTER INSERT ON outbox FOR EACH ROW
  WHEN (NEW.type IN ('order.paid', 'order.refunded', 'order.canceled') AND NEW.data ->> 'orderId' IS NOT NULL)
  EXECUTE FUNCTION mail_of_outbox();
