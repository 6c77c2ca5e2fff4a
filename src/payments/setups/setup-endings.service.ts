import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import type { EventHint } from '../inbox/event.rules.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import { SetupsStore } from './setups.store.js';

type SetupHint = Extract<EventHint, { kind: 'setup' }>;

/** Declined cards per check: enough to mistype, too few to test stolen cards with. */
const DECLINES_MAX = 5;
const HOUR_MS = 3_600_000;

/** Ends checks of cards at the provider: its secret could otherwise be confirmed with one card after another. */
@Injectable()
export class SetupEndings {
  constructor(
    private readonly gateway: StripeGateway,
    private readonly setups: SetupsStore,
    private readonly clock: Clock,
  ) {}

  /** Counts the declines of one check and cancels it after too many. Returns false to retry later. */
  async declined(setupIntentId: string, hints: readonly SetupHint[]): Promise<boolean> {
    const own = hints.filter(({ livemode, mark }) => this.gateway.isOwn(livemode, mark)).map(({ ref }) => ref);
    if (own.length === 0) return true;
    if ((await this.setups.declined(setupIntentId, own)) < DECLINES_MAX) return true;
    return await this.cancel(setupIntentId);
  }

  /** Returns whether the check is over, whether by this call or before it. */
  async cancel(setupIntentId: string): Promise<boolean> {
    // a key replays a failure for as long as it is used; a second cancellation is refused and does no harm
    const hour = Math.floor(this.clock.nowMs() / HOUR_MS);
    const answer = await this.gateway.cancelSetup(
      setupIntentId,
      this.gateway.keyOf('cancel-setup', setupIntentId, hour),
    );
    const isOver = answer.kind === 'ok' || answer.kind === 'refused' || answer.kind === 'missing';
    if (isOver) await this.setups.ended(setupIntentId);
    return isOver;
  }
}
