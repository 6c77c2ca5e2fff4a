import { hash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type Stripe from 'stripe';
import { NaturalBatch } from '../../platform/batch/natural-batch.js';
import { PaymentsRepository, type PaymentRow } from '../payments.repository.js';
import { PaymentsService } from '../payments.service.js';
import { PaymentSignals } from '../payments.signals.js';
import { StripeClient } from '../stripe/stripe.client.js';
import { type SeenEvent, StripeGateway } from '../stripe/stripe.gateway.js';
import { AUTHORIZED, authorizationIn, type EventHint, hintOf, isOldNews, keptOf } from './event.rules.js';
import { InboxRepository } from './inbox.repository.js';

type IntentHint = Extract<EventHint, { kind: 'intent' }>;

const DIGEST_CHARACTERS = 40;
/** Maximum number of events per statement. */
const MAX_BATCH = 64;
/** How long an event that merely anticipates the answer to our own call waits for that answer. */
const OWN_ANSWER_MS = 3_000;
/** Maximum number of events waiting this way; any beyond it are stored at once. */
const MAX_AWAITED = 10_000;

/**
 * Takes in verified events. One that proves an authorization sells its order at once; one that brings nothing new is
 * dropped; all others are stored for the inbox task. Resolves once nothing can be lost.
 */
@Injectable()
export class EventIntake {
  private readonly log = new Logger('EventIntake');
  private readonly known = new NaturalBatch<string, PaymentRow | null>({
    maxSize: MAX_BATCH,
    run: async (intentIds) => {
      const rows = new Map((await this.payments.byIntents([...new Set(intentIds)])).map((row) => [row.intentId, row]));
      return intentIds.map((intentId) => rows.get(intentId) ?? null);
    },
  });
  private readonly inboxed = new NaturalBatch<SeenEvent, undefined>({
    maxSize: MAX_BATCH,
    run: async (events) => {
      if ((await this.inbox.keep(events)) > 0) this.signals.emit('ropeline_stripe_event');
      return events.map(() => undefined);
    },
  });
  private awaited = 0;

  constructor(
    private readonly client: StripeClient,
    private readonly gateway: StripeGateway,
    private readonly inbox: InboxRepository,
    private readonly payments: PaymentsRepository,
    private readonly service: PaymentsService,
    private readonly signals: PaymentSignals,
  ) {}

  async receive(seen: SeenEvent): Promise<void> {
    if (seen.type === AUTHORIZED && (await this.sell(seen))) return;
    const hint = hintOf(seen.type, seen.body);
    if (hint?.kind !== 'intent') return this.inboxed.add(seen);
    const known = await this.known.add(hint.intentId);
    if (isOldNews(hint, known?.state ?? null)) return;
    if (!isOwnAnswer(hint, known) || this.awaited >= MAX_AWAITED) return this.inboxed.add(seen);
    this.awaitOwnAnswer(seen, hint);
  }

  /** Stores a signed body that is not an event under its digest, alerts a person once and never processes it. */
  async keepUnreadable(bytes: Buffer): Promise<void> {
    const digest = hash('sha256', bytes, 'hex').slice(0, DIGEST_CHARACTERS);
    await this.inbox.keepPoison(`unreadable_${digest}`, 'unreadable', `${bytes.length} bytes are no event`);
    this.signals.emit('ropeline_payment_fact');
  }

  /** Does the same for one page of a list, most of which is already known. */
  async keepNews(events: readonly SeenEvent[]): Promise<void> {
    const hinted = events.flatMap((event) => {
      const hint = hintOf(event.type, event.body);
      return hint ? [{ event, hint }] : [];
    });
    const rows = await this.payments.byIntents([...new Set(hinted.map(({ hint }) => hint.intentId))]);
    const known = new Map(rows.map((row) => [row.intentId, row]));
    const news = hinted.filter(({ hint }) => !isOldNews(hint, known.get(hint.intentId)?.state ?? null));
    if ((await this.inbox.keep(news.map(({ event }) => event))) > 0) this.signals.emit('ropeline_stripe_event');
  }

  private async sell(event: SeenEvent): Promise<boolean> {
    try {
      const intent = (event.body as Stripe.PaymentIntentAmountCapturableUpdatedEvent).data.object;
      const news = authorizationIn(this.gateway.seenIntent(intent), intent.amount_capturable, this.client.livemode);
      if (!news) return false;
      const kept = { id: event.id, type: event.type, kept: keptOf(event.body) };
      return await this.service.reactions.authorized({ ...news, event: kept });
    } catch (error) {
      this.log.warn(`event ${event.id} falls back to the inbox: ${String(error)}`);
      return false;
    }
  }

  /**
   * Stores an event only if the answer to our own call has not made it obsolete in time. Nothing is lost if this
   * process dies: the wish behind the call stays in its row, and another node repeats it with the same idempotency key.
   */
  private awaitOwnAnswer(seen: SeenEvent, hint: IntentHint): void {
    this.awaited += 1;
    const timer = setTimeout(() => {
      this.awaited -= 1;
      this.keepUnlessOld(seen, hint).catch((error: unknown) =>
        this.log.warn(`event ${seen.id} was not stored; its wish will learn the outcome: ${String(error)}`),
      );
    }, OWN_ANSWER_MS);
    timer.unref();
  }

  private async keepUnlessOld(seen: SeenEvent, hint: IntentHint): Promise<void> {
    const known = await this.known.add(hint.intentId);
    if (!isOldNews(hint, known?.state ?? null)) await this.inboxed.add(seen);
  }
}

/** Returns whether our own call leading to the implied state is in flight. */
function isOwnAnswer(hint: IntentHint, known: PaymentRow | null): boolean {
  return (
    (hint.implies === 'captured' && known?.wants === 'capture') ||
    (hint.implies === 'canceled' && known?.wants === 'cancel')
  );
}
