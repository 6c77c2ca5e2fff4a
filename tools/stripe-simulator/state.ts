import type { FaultSettings } from './faults/faults.rules.js';
import type { Faults } from './faults/faults.js';
import type { Ledger } from './model/ledger.js';
import type { WebhookFigures, Webhooks } from './webhooks/webhooks.js';

const SHOWN_INTENTS = 10;

/** The state returned by `/_simulator/state` and shown on the page. */
export interface SimulatorState {
  /** Number of payments per status, counted since the start. */
  readonly intents: Readonly<Record<string, number>>;
  readonly objects: Readonly<Record<'charges' | 'refunds' | 'disputes' | 'events', number>>;
  readonly webhooks: WebhookFigures;
  readonly faults: FaultSettings;
  readonly newest: readonly {
    readonly id: string;
    readonly amount: number;
    readonly currency: string;
    readonly status: string;
  }[];
}

export function describeState(ledger: Ledger, webhooks: Webhooks, faults: Faults): SimulatorState {
  return {
    intents: ledger.intentsPerStatus(),
    objects: {
      charges: ledger.charges.size,
      refunds: ledger.refunds.size,
      disputes: ledger.disputes.size,
      events: ledger.events.size,
    },
    webhooks: webhooks.figures,
    faults: faults.settings,
    newest: ledger.intents
      .newest(SHOWN_INTENTS)
      .map(({ id, amount, currency, status }) => ({ id, amount, currency, status })),
  };
}
