-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "member" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_session" (
    "id_hash" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "admin_session_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL DEFAULT 'public',
    "fan_key" TEXT NOT NULL,
    "admission_id" TEXT,
    "lane" TEXT,
    "hold_id" TEXT,
    "idempotency_key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "payment" TEXT NOT NULL DEFAULT 'none',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "declines" INTEGER NOT NULL DEFAULT 0,
    "total_minor" INTEGER NOT NULL,
    "refunded_minor" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "buyer_email" TEXT NOT NULL,
    "buyer_name" TEXT NOT NULL,
    "deadline_sale_ms" BIGINT NOT NULL,
    "access_generation" INTEGER NOT NULL DEFAULT 1,
    "external_reference" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "paid_at" TIMESTAMPTZ(3),

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_item" (
    "order_id" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "pool_id" TEXT NOT NULL,
    "ticket_type_id" TEXT NOT NULL,
    "seat_id" TEXT,
    "label" TEXT NOT NULL,
    "price_minor" INTEGER NOT NULL,

    CONSTRAINT "order_item_pkey" PRIMARY KEY ("order_id","n")
);

-- CreateTable
CREATE TABLE "quota" (
    "scope" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "max" INTEGER NOT NULL,

    CONSTRAINT "quota_pkey" PRIMARY KEY ("scope","kind","digest")
);

-- CreateTable
CREATE TABLE "stock_return" (
    "id" BIGSERIAL NOT NULL,
    "order_id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "stock_return_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attention" (
    "id" TEXT NOT NULL,
    "order_id" TEXT,
    "sale_id" TEXT,
    "kind" TEXT NOT NULL,
    "next_step" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,

    CONSTRAINT "attention_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conservation_check" (
    "sale_id" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "suspects" JSONB NOT NULL,

    CONSTRAINT "conservation_check_pkey" PRIMARY KEY ("sale_id")
);

-- CreateTable
CREATE TABLE "pool" (
    "id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "ticket_type_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL DEFAULT 'public',
    "capacity" INTEGER NOT NULL,
    "sold" INTEGER NOT NULL DEFAULT 0,
    "withdrawn" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "pool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seat" (
    "sale_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "pool_id" TEXT NOT NULL,
    "ticket_type_id" TEXT NOT NULL,
    "section" TEXT NOT NULL,
    "section_label" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "row_index" INTEGER NOT NULL,
    "seat_index" INTEGER NOT NULL,
    "x" DOUBLE PRECISION NOT NULL,
    "y" DOUBLE PRECISION NOT NULL,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "seat_pkey" PRIMARY KEY ("sale_id","id")
);

-- CreateTable
CREATE TABLE "partner" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "channels" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "partner_id" TEXT,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream" (
    "id" TEXT NOT NULL,
    "partner_id" TEXT,
    "last" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "stream_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream_event" (
    "stream_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "outbox_id" BIGINT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stream_event_pkey" PRIMARY KEY ("stream_id","sequence")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" TEXT NOT NULL,
    "stream_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "types" TEXT[],
    "secret_sealed" TEXT NOT NULL,
    "old_secret_sealed" TEXT,
    "old_secret_until" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'active',
    "failing_since" TIMESTAMPTZ(3),
    "last_sequence" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_message" (
    "endpoint_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "previous_sequence" BIGINT,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_message_pkey" PRIMARY KEY ("endpoint_id","event_id")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "id" BIGSERIAL NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" INTEGER,
    "note" TEXT NOT NULL,
    "took_ms" INTEGER NOT NULL,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "intent_id" TEXT,
    "state" TEXT NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "refunded_minor" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "client_secret_sealed" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_command" (
    "id" BIGSERIAL NOT NULL,
    "order_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "key_round" INTEGER NOT NULL DEFAULT 1,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_fact" (
    "id" BIGSERIAL NOT NULL,
    "order_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "dedupe" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "taken_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "stripe_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_node" (
    "node_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "breaker" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "successes" INTEGER NOT NULL,
    "throttled" INTEGER NOT NULL,
    "p95_ms" INTEGER,

    CONSTRAINT "payment_node_pkey" PRIMARY KEY ("node_id")
);

-- CreateTable
CREATE TABLE "payment_sweep" (
    "list" TEXT NOT NULL,
    "window_from" INTEGER NOT NULL,
    "window_to" INTEGER NOT NULL,
    "cursor" TEXT,

    CONSTRAINT "payment_sweep_pkey" PRIMARY KEY ("list")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "sale_id" TEXT,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "numbered_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "kid" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "private_sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "secret_fingerprint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotent_call" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "result_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_call_pkey" PRIMARY KEY ("scope","key")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queue_sale" (
    "sale_id" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "sale_ms" BIGINT NOT NULL DEFAULT 0,
    "seed_sealed" TEXT NOT NULL,
    "commitment" TEXT NOT NULL,
    "beacon_chain" TEXT,
    "round" BIGINT,
    "beacon" TEXT,
    "frozen_at" TIMESTAMPTZ(3),

    CONSTRAINT "queue_sale_pkey" PRIMARY KEY ("sale_id")
);

-- CreateTable
CREATE TABLE "queue_lane" (
    "sale_id" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "drawn" INTEGER,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "serving" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "queue_lane_pkey" PRIMARY KEY ("sale_id","lane")
);

-- CreateTable
CREATE TABLE "sale" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "show_name" TEXT NOT NULL,
    "show_venue" TEXT NOT NULL,
    "show_starts_at" TIMESTAMPTZ(3) NOT NULL,
    "show_time_zone" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "paused_from" TEXT,
    "prequeue_at" TIMESTAMPTZ(3) NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3),
    "challenge" TEXT NOT NULL,
    "entry" TEXT NOT NULL,
    "listed" BOOLEAN NOT NULL DEFAULT true,
    "lanes" JSONB NOT NULL,
    "policy" JSONB NOT NULL,
    "policy_version" INTEGER NOT NULL DEFAULT 1,
    "limits" JSONB NOT NULL,
    "notice_text" TEXT,
    "notice_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sale_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_type" (
    "id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "admission" TEXT NOT NULL,
    "price_minor" INTEGER NOT NULL,
    "max_per_fan" INTEGER NOT NULL,
    "sections" TEXT[],
    "rank" INTEGER NOT NULL,
    "pool_id" TEXT NOT NULL,
    "stock_state" TEXT NOT NULL DEFAULT 'plenty',

    CONSTRAINT "ticket_type_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "sale_id" TEXT NOT NULL,
    "ticket_type_id" TEXT NOT NULL,
    "pool_id" TEXT NOT NULL,
    "seat_id" TEXT,
    "label" TEXT NOT NULL,
    "serial" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "issued_at" TIMESTAMPTZ(3),
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "member_email_key" ON "member"("email");

-- CreateIndex
CREATE INDEX "admin_session_member_id_idx" ON "admin_session"("member_id");

-- CreateIndex
CREATE INDEX "orders_sale_id_state_deadline_sale_ms_idx" ON "orders"("sale_id", "state", "deadline_sale_ms");

-- CreateIndex
CREATE INDEX "orders_created_at_idx" ON "orders"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "orders_fan_key_idempotency_key_key" ON "orders"("fan_key", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "stock_return_order_id_kind_key" ON "stock_return"("order_id", "kind");

-- CreateIndex
CREATE INDEX "attention_resolved_at_created_at_idx" ON "attention"("resolved_at", "created_at");

-- CreateIndex
CREATE INDEX "pool_sale_id_idx" ON "pool"("sale_id");

-- CreateIndex
CREATE UNIQUE INDEX "pool_ticket_type_id_channel_key" ON "pool"("ticket_type_id", "channel");

-- CreateIndex
CREATE INDEX "seat_pool_id_idx" ON "seat"("pool_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "stream_partner_id_key" ON "stream"("partner_id");

-- CreateIndex
CREATE UNIQUE INDEX "stream_event_event_id_key" ON "stream_event"("event_id");

-- CreateIndex
CREATE UNIQUE INDEX "stream_event_stream_id_outbox_id_key" ON "stream_event"("stream_id", "outbox_id");

-- CreateIndex
CREATE INDEX "webhook_endpoint_stream_id_idx" ON "webhook_endpoint"("stream_id");

-- CreateIndex
CREATE INDEX "webhook_message_state_next_at_idx" ON "webhook_message"("state", "next_at");

-- CreateIndex
CREATE INDEX "webhook_attempt_endpoint_id_event_id_idx" ON "webhook_attempt"("endpoint_id", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_intent_id_key" ON "payment"("intent_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_order_id_attempt_key" ON "payment"("order_id", "attempt");

-- CreateIndex
CREATE UNIQUE INDEX "payment_command_order_id_kind_attempt_key" ON "payment_command"("order_id", "kind", "attempt");

-- CreateIndex
CREATE UNIQUE INDEX "payment_fact_dedupe_key" ON "payment_fact"("dedupe");

-- CreateIndex
CREATE INDEX "signing_key_purpose_created_at_idx" ON "signing_key"("purpose", "created_at");

-- CreateIndex
CREATE INDEX "idempotent_call_created_at_idx" ON "idempotent_call"("created_at");

-- CreateIndex
CREATE INDEX "audit_entry_subject_id_idx" ON "audit_entry"("subject", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sale_slug_key" ON "sale"("slug");

-- CreateIndex
CREATE INDEX "sale_state_idx" ON "sale"("state");

-- CreateIndex
CREATE INDEX "ticket_type_sale_id_idx" ON "ticket_type"("sale_id");

-- CreateIndex
CREATE INDEX "ticket_order_id_idx" ON "ticket"("order_id");

-- CreateIndex
CREATE INDEX "ticket_sale_id_idx" ON "ticket"("sale_id");

-- AddForeignKey
ALTER TABLE "admin_session" ADD CONSTRAINT "admin_session_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_item" ADD CONSTRAINT "order_item_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_lane" ADD CONSTRAINT "queue_lane_sale_id_fkey" FOREIGN KEY ("sale_id") REFERENCES "queue_sale"("sale_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket_type" ADD CONSTRAINT "ticket_type_sale_id_fkey" FOREIGN KEY ("sale_id") REFERENCES "sale"("id") ON DELETE CASCADE ON UPDATE CASCADE;
