CREATE INDEX CONCURRENTLY payment_refund_untallied ON payment_refund (asking) WHERE origin = 'show' AND tallied IS DISTINCT FROM state;
