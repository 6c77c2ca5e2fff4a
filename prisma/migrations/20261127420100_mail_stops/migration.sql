-- Addresses that asked for no e-mails about turns, as keyed digests.
CREATE TABLE "queue_mail_stop" (
    "person" TEXT NOT NULL,
    "stopped_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queue_mail_stop_pkey" PRIMARY KEY ("person")
);
CREATE INDEX "queue_mail_stop_stopped_at_idx" ON "queue_mail_stop"("stopped_at");
