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

/** Events of one statement. */
const MAX_BATCH = 64;
/** An event that only says what the answer to our own call is about to say waits this long before anybody looks. */
const OWN_ANSWER_SECONDS = 3;

/**
 * Takes verified events in. One that proves an authorization sells its order at once; one that brings nothing new is not
 * even written; all others are kept for the inbox task. Resolves once nothing can be lost.
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
  private readonly now = this.keeping(0);
  private readonly later = this.keeping(OWN_ANSWER_SECONDS);

  constructor(
    private readonly client: StripeClient,
    private readonly gateway: StripeGateway,
    private readonly inbox: InboxRepository,
    private readonly payments: PaymentsRepository,
    private readonly service: PaymentsService,
    private readonly signals: PaymentSignals,
  ) {}

  async receive(event: Stripe.Event): Promise<void> {
    if (event.type === AUTHORIZED && (await this.sell(event))) return;
    const seen = { id: event.id, type: event.type, body: event };
    const hint = hintOf(event.type, event);
    if (hint?.kind !== 'intent') return this.now.add(seen);
    const known = await this.known.add(hint.intentId);
    if (isOldNews(hint, known?.state ?? null)) return;
    await (isOwnAnswer(hint, known) ? this.later : this.now).add(seen);
  }

  /** The same for a page of a list, most of which is known. */
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

  private async sell(event: Stripe.PaymentIntentAmountCapturableUpdatedEvent): Promise<boolean> {
    const intent = event.data.object;
    const news = authorizationIn(this.gateway.seenIntent(intent), intent.amount_capturable, this.client.livemode);
    if (!news) return false;
    const kept = { id: event.id, type: event.type, kept: keptOf(event) };
    try {
      return await this.service.reactions.authorized({ ...news, event: kept });
    } catch (error) {
      this.log.warn(`${event.id} of ${news.orderId} goes the long way: ${String(error)}`);
      return false;
    }
  }

  private keeping(delaySeconds: number): NaturalBatch<SeenEvent, undefined> {
    return new NaturalBatch({
      maxSize: MAX_BATCH,
      run: async (events) => {
        const added = await this.inbox.keep(events, delaySeconds);
        if (added > 0 && delaySeconds === 0) this.signals.emit('ropeline_stripe_event');
        return events.map(() => undefined);
      },
    });
  }
}

/** Whether our own call that leads there is under way. */
function isOwnAnswer(hint: Extract<EventHint, { kind: 'intent' }>, known: PaymentRow | null): boolean {
  return (
    (hint.implies === 'captured' && known?.wants === 'capture') ||
    (hint.implies === 'canceled' && known?.wants === 'cancel')
  );
}
