import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import type { SeenIntent } from '../intents/intent.rules.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';

export type Finding = { kind: 'found'; intent: SeenIntent } | { kind: 'none' } | { kind: 'unknown'; reason: string };

/** Tolerated clock skew. */
const SLACK_SECONDS = 300;
/** An intent is created within this time of its wish; intents of older wishes are left to the sweep. */
const LONGEST_WINDOW_SECONDS = 3_600;
/** 1,000 intents: the sweep finds an intent beyond them, and cancels a second one of its attempt. */
const MAX_PAGES = 10;

/** Finds the intent of an attempt by its metadata when the answer to its creation was lost for good. */
@Injectable()
export class IntentFinder {
  constructor(
    private readonly clock: Clock,
    private readonly gateway: StripeGateway,
  ) {}

  async find(orderId: string, attempt: number, since: Date): Promise<Finding> {
    const from = Math.floor(since.getTime() / 1000) - SLACK_SECONDS;
    const now = Math.ceil(this.clock.nowMs() / 1000) + SLACK_SECONDS;
    const window = { from, to: Math.min(now, from + LONGEST_WINDOW_SECONDS) };
    let after: string | null = null;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const answer = await this.gateway.intents({ ...window, after });
      if (answer.kind !== 'ok') return { kind: 'unknown', reason: answer.kind };
      const intent = answer.value.items.find(
        (seen) => seen.ours && seen.orderId === orderId && seen.attempt === attempt,
      );
      if (intent) return { kind: 'found', intent };
      after = answer.value.next;
      if (after === null) break;
    }
    return { kind: 'none' };
  }
}
