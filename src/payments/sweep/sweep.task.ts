import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Leases } from '../../platform/lifecycle/lease.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { FactsRepository } from '../facts/facts.repository.js';
import { EventIntake } from '../inbox/event.intake.js';
import { eventTypes } from '../inbox/event.rules.js';
import { InboxRepository } from '../inbox/inbox.repository.js';
import { IntentObserver } from '../intents/intent.observer.js';
import { QuarantineRepository } from '../quarantine/quarantine.repository.js';
import { QuarantineService } from '../quarantine/quarantine.service.js';
import { PaymentsRepository } from '../payments.repository.js';
import { type ListWindow, StripeGateway } from '../stripe/stripe.gateway.js';
import type { StripeAnswer } from '../stripe/stripe.answer.rules.js';
import { SweepRepository, type SweptList } from './sweep.repository.js';
import { nextWindow, startedAgain } from './sweep.rules.js';

/** 1,000 entries of each list per round; the rest follows in the next. */
const MAX_PAGES = 10;
/** Unfinished payments retrieved one by one per round, and how long each is left alone in between. */
const MAX_LOOKS = 20;
const QUIET_SECONDS = 60;
const LEASE_MS = 60_000;
/** In rounds: one hour. */
const PRUNE_FACTS_EVERY = 240;

/** null: retry in the next round; refused: the provider no longer knows the cursor. */
type Visit = { next: string | null } | null | 'refused';

/**
 * Recovers what lost webhooks missed: puts missed events into the inbox, compares intents with payments, and retrieves
 * payments that stay unfinished one by one. Idempotent, so the lease only saves calls.
 */
@Injectable()
export class SweepTask extends PeriodicTask {
  readonly name = 'payments-sweep';
  readonly everyMs = 15_000;
  private rounds = 0;

  constructor(
    private readonly clock: Clock,
    private readonly leases: Leases,
    private readonly sweeps: SweepRepository,
    private readonly gateway: StripeGateway,
    private readonly inbox: InboxRepository,
    private readonly facts: FactsRepository,
    private readonly payments: PaymentsRepository,
    private readonly observer: IntentObserver,
    private readonly intake: EventIntake,
    private readonly strays: QuarantineRepository,
    private readonly quarantine: QuarantineService,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    // nobody is let in before the first comparison, so it does not wait for the lease of a node that was killed
    if (await this.quarantine.isCompared()) await this.leases.withLease(this.name, LEASE_MS, () => this.sweep(signal));
    else await this.sweep(signal);
  }

  /** Runs one round, without the lease. */
  async sweep(signal: AbortSignal): Promise<void> {
    await this.walk('events', signal, (window) => this.sweepEvents(window));
    await this.walk('intents', signal, (window) => this.sweepIntents(window));
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

  /** Continues the walk through a list. A page that could not be fetched is retried in the next round. */
  private async walk(
    list: SweptList,
    signal: AbortSignal,
    visit: (window: ListWindow) => Promise<Visit>,
  ): Promise<void> {
    const window = nextWindow(await this.sweeps.last(list), Math.floor(this.clock.nowMs() / 1000));
    let { cursor } = window;
    for (let page = 0; page < MAX_PAGES && !signal.aborted; page += 1) {
      const visited = await visit({ from: window.from, to: window.to, after: cursor });
      if (visited === 'refused' && cursor !== null) await this.sweeps.save(list, startedAgain(window));
      if (visited === null || visited === 'refused') return;
      cursor = visited.next;
      await this.sweeps.save(list, { ...window, cursor });
      if (cursor === null) return;
    }
  }

  private async sweepEvents(window: ListWindow): Promise<Visit> {
    const page = await this.gateway.events(window, eventTypes);
    if (page.kind !== 'ok') return withoutPage(page);
    await this.intake.keepNews(page.value.items);
    return page.value;
  }

  private async sweepIntents(window: ListWindow): Promise<Visit> {
    const page = await this.gateway.intents(window);
    if (page.kind !== 'ok') return withoutPage(page);
    await this.observer.observeAll(page.value.items);
    return page.value;
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

function withoutPage(answer: Exclude<StripeAnswer<unknown>, { kind: 'ok' }>): Visit {
  return answer.kind === 'refused' || answer.kind === 'missing' ? 'refused' : null;
}
