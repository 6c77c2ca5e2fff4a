-- A new attempt only after the old one is canceled: at most one payment of an order can still take money.
CREATE UNIQUE INDEX payment_one_open_per_order ON payment (order_id) WHERE state NOT IN ('canceled', 'refunded');

ALTER TABLE payment
  ADD CONSTRAINT payment_state_known CHECK (state IN ('creating', 'open', 'authorized', 'captured', 'refunded', 'canceled')),
  ADD CONSTRAINT payment_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT payment_refund_within_paid CHECK (refunded_minor BETWEEN 0 AND amount_minor),
  ADD CONSTRAINT payment_open_has_intent CHECK (intent_id IS NOT NULL OR state IN ('creating', 'canceled'));
ALTER TABLE payment_command
  ADD CONSTRAINT payment_command_kind_known CHECK (kind IN ('create', 'capture', 'cancel', 'refund'));

-- Workers look only for what is not done.
CREATE INDEX payment_command_pending ON payment_command (kind, next_at) WHERE done_at IS NULL;
CREATE INDEX payment_fact_pending ON payment_fact (next_at) WHERE taken_at IS NULL;
CREATE INDEX stripe_event_pending ON stripe_event (next_at) WHERE handled_at IS NULL;
CREATE INDEX payment_unfinished ON payment (checked_at) WHERE state IN ('creating', 'open', 'authorized');
