-- One owner per seat: the last word on "nothing sold twice".
CREATE UNIQUE INDEX ticket_one_live_per_seat ON ticket (sale_id, seat_id) WHERE voided_at IS NULL AND seat_id IS NOT NULL;

-- The audit walks live tickets in pages.
CREATE INDEX ticket_live_of_sale ON ticket (sale_id, id) WHERE voided_at IS NULL;

ALTER TABLE ticket ADD CONSTRAINT ticket_serial_positive CHECK (serial >= 1);
