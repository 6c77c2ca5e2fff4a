import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { retryDelayMs } from '../wishes/retry.rules.js';
import { BatchLoops } from '../../platform/lifecycle/batch-loops.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { PaymentsRepository } from '../payments.repository.js';
import { PaymentSignals } from '../payments.signals.js';
import { type EventHint, hintOf } from './event.rules.js';
import { HintHandler } from './hint.handler.js';
import { type InboxEvent, InboxRepository } from './inbox.repository.js';

/** Events of one batch: those of one intent cost one look, and at Stripe's rate per endpoint a batch takes a second. */
const BATCH = 25;
/** Tries that take about ten minutes; each of the last ones ended in a fault of ours. */
const MAX_FAILURES = 16;
/** Batches in hand: one slow look does not hold up the rest. */
const LANES = 2;

interface Work {
  events: InboxEvent[];
  hints: EventHint[];
}

/** Handles Stripe's events in any order, any number of times. Events of one intent in a batch cost one look. */
@Injectable()
export class InboxTask extends PeriodicTask implements OnModuleInit {
  readonly name = 'stripe-inbox';
  readonly everyMs = 1_000;
  private readonly log = new Logger('StripeInbox');
  private readonly lanes: BatchLoops;

  constructor(
    private readonly inbox: InboxRepository,
    private readonly payments: PaymentsRepository,
    private readonly handler: HintHandler,
    private readonly signals: PaymentSignals,
  ) {
    super();
    this.lanes = new BatchLoops(
      LANES,
      () => this.takeBatch(),
      (error) => this.log.warn(`events could not be taken: ${String(error)}`),
    );
  }

  onModuleInit(): void {
    this.signals.on('ropeline_stripe_event', () => this.wake());
  }

  /** Does not wait for what it begins. */
  runOnce(): Promise<void> {
    this.lanes.start();
    return Promise.resolve();
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.lanes.stop();
  }

  private async takeBatch(): Promise<boolean> {
    const events = await this.inbox.lease(BATCH);
    await this.handle(events);
    return events.length === BATCH;
  }

  private async handle(events: readonly InboxEvent[]): Promise<void> {
    const byIntent = new Map<string, Work>();
    const irrelevant: string[] = [];
    for (const event of events) {
      const hint = hintOf(event.type, event.body);
      if (!hint) irrelevant.push(event.id);
      else byIntent.set(hint.intentId, added(byIntent.get(hint.intentId), event, hint));
    }
    const known = new Map((await this.payments.byIntents([...byIntent.keys()])).map((row) => [row.intentId, row]));
    const settled = await Promise.all(
      [...byIntent].map(([intentId, work]) =>
        this.follow(work, () => this.handler.follow(intentId, work.hints, known.get(intentId) ?? null)),
      ),
    );
    await this.inbox.handled([...irrelevant, ...settled.flat()]);
  }

  /** What has failed here again and again is kept and shown, and not tried any more. */
  private async isPoison({ events }: Work): Promise<boolean> {
    if (events.some(({ tries }) => tries < MAX_FAILURES)) return false;
    for (const { id, type, tries } of events)
      await this.inbox.keepPoison(id, type, `it could not be handled in ${tries} tries`);
    this.signals.emit('ropeline_payment_fact');
    return true;
  }

  /** The ids of the events that are done with. */
  private async follow(work: Work, handle: () => Promise<boolean>): Promise<string[]> {
    const ids = work.events.map(({ id }) => id);
    try {
      if (await handle()) return ids;
    } catch (error) {
      this.log.error(
        `events ${ids.join(' ')}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      if (await this.isPoison(work)) return [];
    }
    const tries = Math.max(...work.events.map((event) => event.tries));
    await this.inbox.postpone(ids, retryDelayMs(tries, Math.random()));
    return [];
  }
}

function added(work: Work | undefined, event: InboxEvent, hint: EventHint): Work {
  return { events: [...(work?.events ?? []), event], hints: [...(work?.hints ?? []), hint] };
}
