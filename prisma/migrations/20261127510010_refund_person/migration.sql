CREATE INDEX CONCURRENTLY "payment_refund_person_asked_at_idx" ON "payment_refund"("person", "asked_at");
