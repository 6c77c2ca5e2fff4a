import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Leases } from '../../platform/lifecycle/lease.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { FactsRepository } from '../facts/facts.repository.js';
import { InboxRepository } from '../inbox/inbox.repository.js';
import { IntentObserver } from '../intents/intent.observer.js';
import { QuarantineRepository } from '../quarantine/quarantine.repository.js';
import { QuarantineService } from '../quarantine/quarantine.service.js';
import { PaymentsRepository } from '../payments.repository.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import { ListWalk, type Walked } from './list-walk.js';

/** 1,000 entries of each list per round; the rest follows in the next. */
const MAX_PAGES = 10;
/** While nothing is compared: 50,000 intents before the rest of a round gets its turn, with a line in the log for each 2,500. */
const MAX_STRETCHES = 20;
const STRETCH_PAGES = 25;
const STUCK_MS = 1_000;
/** Unfinished payments retrieved one by one per round, and how long each is left alone in between. */
const MAX_LOOKS = 20;
const QUIET_SECONDS = 60;
const LEASE_MS = 60_000;
/** In rounds: one hour. */
const PRUNE_FACTS_EVERY = 240;

/**
 * Recovers what lost webhooks missed: puts missed events into the inbox, compares intents with payments, and retrieves
 * payments that stay unfinished one by one. Idempotent, so the lease only saves calls.
 */
@Injectable()
export class SweepTask extends PeriodicTask {
  readonly name = 'payments-sweep';
  readonly everyMs = 15_000;
  private readonly log = new Logger('SweepTask');
  private rounds = 0;

  constructor(
    private readonly leases: Leases,
    private readonly lists: ListWalk,
    private readonly gateway: StripeGateway,
    private readonly inbox: InboxRepository,
    private readonly facts: FactsRepository,
    private readonly payments: PaymentsRepository,
    private readonly observer: IntentObserver,
    private readonly strays: QuarantineRepository,
    private readonly quarantine: QuarantineService,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    if (await this.quarantine.isCompared()) {
      await this.leases.withLease(this.name, LEASE_MS, () => this.sweep(signal));
      return;
    }
    // nobody is let in before the first comparison, so it waits neither for the lease of a node that was killed nor a pause
    await this.sweep(signal);
    if (!(await this.quarantine.isCompared())) this.wake();
  }

  /** Runs one round, without the lease. */
  async sweep(signal: AbortSignal): Promise<void> {
    const isCompared = await this.quarantine.isCompared();
    if (!isCompared) await this.compare(signal);
    await this.lists.walk('events', MAX_PAGES, signal);
    if (isCompared) await this.lists.walk('intents', MAX_PAGES, signal);
    await this.lookAtUnfinished(signal);
    await this.endStrays(signal);
    await this.prune();
  }

  /** Deletes rows handled long ago. */
  private async prune(): Promise<void> {
    await this.inbox.prune();
    this.rounds += 1;
    if (this.rounds % PRUNE_FACTS_EVERY === 1) await this.facts.prune();
  }

  /**
   * Walks the intents until they are compared: nobody is let in meanwhile, so it pauses only when a page cannot be had.
   * One call at a time, each within the provider's budget.
   */
  private async compare(signal: AbortSignal): Promise<void> {
    let lastWalk: Walked | null = null;
    for (let stretch = 1; stretch <= MAX_STRETCHES && !signal.aborted; stretch += 1) {
      const walked = await this.lists.walk('intents', STRETCH_PAGES, signal);
      if (await this.quarantine.isCompared()) {
        this.log.log('the provider’s charges are compared; repairs and calls may go on');
        return;
      }
      this.log.log(`comparing the provider’s charges with the payments here: ${stretch} stretches, ${walked}`);
      // an unfinished range of before the stop ends without a comparison, which the next then is
      const isStuck = walked === 'stuck' || (walked === 'done' && lastWalk === 'done');
      if (isStuck) await sleep(STUCK_MS, undefined, { signal }).catch(() => undefined);
      lastWalk = walked;
    }
  }

  /** Ends the intents that a person decided to refund, and those that could not be ended when they were seen. */
  private async endStrays(signal: AbortSignal): Promise<void> {
    for (const intentId of await this.strays.takeToEnd(MAX_LOOKS)) {
      if (signal.aborted) return;
      const seen = await this.gateway.retrieveIntent(intentId);
      const observed = seen.kind === 'ok' ? await this.observer.observe(seen.value) : 'quiet';
      if (observed === 'not_yet' || observed === 'refused') continue;
      if (seen.kind === 'ok' || seen.kind === 'missing') await this.strays.done(intentId);
    }
  }

  private async lookAtUnfinished(signal: AbortSignal): Promise<void> {
    for (const intentId of await this.payments.takeUnchecked(QUIET_SECONDS, MAX_LOOKS)) {
      if (signal.aborted) return;
      const seen = await this.gateway.retrieveIntent(intentId);
      if (seen.kind === 'ok') await this.observer.observe(seen.value);
    }
  }
}
