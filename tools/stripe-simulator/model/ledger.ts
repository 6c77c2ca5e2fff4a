import { CreationLog } from '../core/creation-log.js';
import { newId } from '../core/ids.js';
import { isFinished } from './intent.state.js';
import type { Cause, Charge, Dispute, EventRecord, Intent, IntentStatus, Refund, Setup, Snapshot } from './records.js';

/** Bounds of memory; the oldest finished objects are evicted first. */
const MAX_INTENTS = 200_000;
/** Each declined attempt leaves a charge, so there are more of these than intents. */
const MAX_CHARGES = 300_000;
const MAX_REFUNDS = 200_000;
const MAX_DISPUTES = 50_000;
/** Enough for a poller to recover what it missed some minutes ago; Stripe itself keeps 30 days. */
const MAX_EVENTS = 100_000;

/** All state of the simulator, and the only place where events are created. */
export class Ledger {
  readonly intents = new CreationLog<Intent>(MAX_INTENTS, isFinished);
  readonly setups = new CreationLog<Setup>(MAX_INTENTS, ({ status }) => status !== 'requires_payment_method');
  readonly charges = new CreationLog<Charge>(MAX_CHARGES, (charge) => charge.captured || charge.status === 'failed');
  readonly refunds = new CreationLog<Refund>(MAX_REFUNDS, () => true);
  readonly disputes = new CreationLog<Dispute>(MAX_DISPUTES, () => true);
  readonly events = new CreationLog<EventRecord>(MAX_EVENTS, () => true);
  private readonly perStatus = new Map<IntentStatus, number>();

  /** @param publish called with each new event, once it can be listed */
  constructor(private readonly publish: (event: EventRecord) => void) {}

  addIntent(intent: Intent): void {
    this.intents.add(intent);
    this.count(intent.status, 1);
  }

  /** The only way to change a status, so that the counts stay consistent. */
  move(intent: Intent, status: IntentStatus): void {
    this.count(intent.status, -1);
    intent.status = status;
    this.count(status, 1);
  }

  /** Returns how many intents are in each status, counted since the start, including evicted ones. */
  intentsPerStatus(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.perStatus);
  }

  /** Records an event about an object, with a copy of its present state. */
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
