import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { StripeCaller } from '../stripe/stripe.caller.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import { SetupsStore } from './setups.store.js';

/** What the fan's browser needs to have a card checked. */
export interface CardCheck {
  setupIntentId: string;
  clientSecret: string;
  publishableKey: string;
  /** Address of the simulator's form; null with Stripe itself. */
  confirmUrl: string | null;
}

/** Checks cards without charging them, to tell one holder from another. Never queues: payments come first. */
@Injectable()
export class CardChecks {
  constructor(
    private readonly stripe: StripeGateway,
    private readonly caller: StripeCaller,
    private readonly setups: SetupsStore,
    private readonly config: Config,
  ) {}

  /** Returns whether a check could begin now. */
  isFree(): boolean {
    return this.caller.capacity('setup') >= 1;
  }

  /** Returns null while the provider is away or busy. A check that is unfinished after `lifeMs` is cancelled. */
  async begin(saleId: string, lifeMs: number): Promise<CardCheck | null> {
    if (!this.isFree()) return null;
    const answer = await this.stripe.createSetup(saleId, this.stripe.keyOf('setup', randomUUID()));
    if (answer.kind !== 'ok' || answer.value.clientSecret === null) return null;
    const { id, clientSecret } = answer.value;
    await this.setups.opened(id, lifeMs); // before the secret leaves, so that none is without an end
    return {
      ...{ setupIntentId: id, clientSecret, publishableKey: this.config.stripePublishableKey },
      confirmUrl: this.confirmUrl(id, clientSecret),
    };
  }

  /** Returns the fingerprint of the checked card; `unproved` until the provider has accepted one for this sale. */
  async cardOf(
    saleId: string,
    setupIntentId: string,
  ): Promise<{ kind: 'card'; fingerprint: string } | { kind: 'unproved' } | { kind: 'away' }> {
    if (!this.isFree()) return { kind: 'away' };
    const answer = await this.stripe.retrieveSetup(setupIntentId);
    if (answer.kind === 'missing' || answer.kind === 'refused') return { kind: 'unproved' };
    if (answer.kind !== 'ok') return { kind: 'away' };
    const { succeeded, ours, saleId: of, cardFingerprint } = answer.value;
    const isProved = succeeded && ours && of === saleId && cardFingerprint !== null;
    if (isProved) await this.setups.ended(setupIntentId);
    return isProved ? { kind: 'card', fingerprint: cardFingerprint } : { kind: 'unproved' };
  }

  private confirmUrl(id: string, clientSecret: string): string | null {
    if (this.config.stripeApiBase === null) return null;
    return `${this.config.stripeApiBase}/setup/${id}?client_secret=${encodeURIComponent(clientSecret)}`;
  }
}
