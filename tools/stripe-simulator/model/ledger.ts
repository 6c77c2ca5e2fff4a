import { CreationLog } from '../core/creation-log.js';
import { newId } from '../core/ids.js';
import { isFinished } from './intent.state.js';
import type { Cause, Charge, Dispute, EventRecord, Intent, IntentStatus, Refund, Snapshot } from './records.js';

/** Bounds of what is remembered; the oldest finished things go first. */
const MAX_INTENTS = 200_000;
/** Each declined attempt leaves a charge, so there are more of them than intents. */
const MAX_CHARGES = 300_000;
const MAX_REFUNDS = 200_000;
const MAX_DISPUTES = 50_000;
/** Enough for a puller to find what it missed some minutes ago; Stripe itself keeps 30 days. */
const MAX_EVENTS = 100_000;

/** Everything the simulator remembers, and the one place where events are made. */
export class Ledger {
  readonly intents = new CreationLog<Intent>(MAX_INTENTS, isFinished);
  readonly charges = new CreationLog<Charge>(MAX_CHARGES, (charge) => charge.captured || charge.status === 'failed');
  readonly refunds = new CreationLog<Refund>(MAX_REFUNDS, () => true);
  readonly disputes = new CreationLog<Dispute>(MAX_DISPUTES, () => true);
  readonly events = new CreationLog<EventRecord>(MAX_EVENTS, () => true);
  private readonly perStatus = new Map<IntentStatus, number>();

  /** @param publish called with each new event, after it can be listed */
  constructor(private readonly publish: (event: EventRecord) => void) {}

  addIntent(intent: Intent): void {
    this.intents.add(intent);
    this.count(intent.status, 1);
  }

  /** The only way a status changes, so that the counts stay true. */
  move(intent: Intent, status: IntentStatus): void {
    this.count(intent.status, -1);
    intent.status = status;
    this.count(status, 1);
  }

  /** How many intents were ever left in each status since the start. */
  intentsPerStatus(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.perStatus);
  }

  /** Remembers that something happened to a thing, with a copy of the thing as it is now. */
  tell(type: string, thing: Snapshot, cause: Cause): void {
    const snapshot = { kind: thing.kind, record: { ...thing.record } } as Snapshot;
    const event: EventRecord = {
      id: newId('evt'),
      ...this.events.next(),
      type,
      snapshot,
      cause,
      pendingWebhooks: 0,
    };
    this.events.add(event);
    this.publish(event);
  }

  private count(status: IntentStatus, by: number): void {
    this.perStatus.set(status, (this.perStatus.get(status) ?? 0) + by);
  }
}
