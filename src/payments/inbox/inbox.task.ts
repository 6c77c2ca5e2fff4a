import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { retryDelayMs } from '../wishes/retry.rules.js';
import { BatchLoops } from '../../platform/lifecycle/batch-loops.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { type PaymentRow, PaymentsRepository } from '../payments.repository.js';
import { PaymentSignals } from '../payments.signals.js';
import { SetupEndings } from '../setups/setup-endings.service.js';
import { type EventHint, hintOf } from './event.rules.js';
import { type Followed, HintHandler } from './hint.handler.js';
import { type InboxEvent, InboxRepository } from './inbox.repository.js';
import { errorText } from '../../platform/logs/error-text.js';

/**
 * Events per batch: those of one intent share one look-up, and at Stripe's rate per endpoint a batch takes a second.
 */
const BATCH = 25;
/**
 * Attempts before an event is dead-lettered, about ten minutes; each of the last ones failed through a fault of ours.
 */
const MAX_FAILURES = 16;
/** How often an event asks whether a person has decided. */
const WAIT_MS = 30_000;
/** Concurrent batches, so that one slow look-up does not block the rest. */
const LANES = 2;

interface Work {
  events: InboxEvent[];
  hints: EventHint[];
}

/** Processes Stripe's events idempotently and in any order. Events of one intent in a batch share one look-up. */
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
    private readonly setups: SetupEndings,
  ) {
    super();
    const streaks = new Streaks(this.log);
    this.lanes = new BatchLoops(
      LANES,
      () => this.takeBatch(),
      (lane) => streaks.of(`a batch of events, lane ${lane}`),
    );
  }

  onModuleInit(): void {
    this.signals.on('ropeline_stripe_event', () => this.wake());
  }

  /** Does not wait for the batches it starts. */
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
    const open = new Map(events.map(({ id, tries }) => [id, tries]));
    try {
      await this.handle(events, open);
    } catch (error) {
      await this.giveBack(open);
      throw error;
    }
    return events.length === BATCH;
  }

  /** @param open the tries of events with a lease; those that are finished, postponed or waiting are taken out */
  private async handle(events: readonly InboxEvent[], open: Map<string, number>): Promise<void> {
    const byIntent = new Map<string, Work>();
    const irrelevant: string[] = [];
    for (const event of events) {
      const hint = hintOf(event.type, event.body);
      if (!hint) irrelevant.push(event.id);
      else byIntent.set(hint.intentId, added(byIntent.get(hint.intentId), event, hint));
    }
    const known = new Map((await this.payments.byIntents([...byIntent.keys()])).map((row) => [row.intentId, row]));
    const followed = await Promise.allSettled(
      [...byIntent].map(([intentId, work]) =>
        this.follow(work, open, () => this.handled(intentId, work, known.get(intentId) ?? null)),
      ),
    );
    const settled = followed.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    const finished = [...irrelevant, ...settled];
    await this.inbox.handled(finished);
    release(open, finished);
    for (const each of followed) if (each.status === 'rejected') throw each.reason;
  }

  /** Shortens the leases that a failed batch has left, each by how often its event was tried. */
  private async giveBack(open: ReadonlyMap<string, number>): Promise<void> {
    for (const tries of new Set(open.values())) {
      const ids = [...open].filter(([, count]) => count === tries).map(([id]) => id);
      // the store may be what failed: then the leases end by themselves
      await this.inbox.postpone(ids, retryDelayMs(tries, Math.random())).catch(() => undefined);
    }
  }

  private async handled(intentId: string, { hints, events }: Work, known: PaymentRow | null): Promise<Followed> {
    const declined = hints.filter((hint) => hint.kind === 'setup');
    if (declined.length > 0) return await this.setups.declined(intentId, declined);
    return await this.handler.follow(
      intentId,
      hints,
      known,
      events.every(({ tries }) => tries <= 1),
    );
  }

  /** Dead-letters events that have failed too often. */
  private async isPoison({ events }: Work): Promise<boolean> {
    if (events.some(({ tries }) => tries < MAX_FAILURES)) return false;
    for (const { id, type, tries } of events)
      await this.inbox.keepPoison(id, type, `it could not be handled in ${tries} tries`);
    this.signals.emit('ropeline_payment_fact');
    return true;
  }

  /** Returns the ids of the events that are finished. */
  private async follow(work: Work, open: Map<string, number>, handle: () => Promise<Followed>): Promise<string[]> {
    const ids = work.events.map(({ id }) => id);
    try {
      const followed = await handle();
      if (followed === true) return ids;
      if (followed === 'waits') {
        await this.inbox.wait(ids, WAIT_MS);
        release(open, ids);
        return [];
      }
    } catch (error) {
      this.log.error(`events ${ids.join(' ')}: ${errorText(error)}`);
      if (await this.isPoison(work)) {
        release(open, ids);
        return [];
      }
    }
    const tries = Math.max(...work.events.map((event) => event.tries));
    await this.inbox.postpone(ids, retryDelayMs(tries, Math.random()));
    release(open, ids);
    return [];
  }
}

function release(open: Map<string, number>, ids: readonly string[]): void {
  for (const id of ids) open.delete(id);
}

function added(work: Work | undefined, event: InboxEvent, hint: EventHint): Work {
  return { events: [...(work?.events ?? []), event], hints: [...(work?.hints ?? []), hint] };
}
