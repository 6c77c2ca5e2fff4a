import type { PaymentState } from './payment.state.js';
import type { PaymentWishKind } from './payments.events.js';

/** What is wanted of the provider for one payment, as the statement that leased it saw the row. Amounts are minor units. */
export interface PaymentWish {
  orderId: string;
  attempt: number;
  saleId: string;
  state: PaymentState;
  intentId: string | null;
  amountMinor: number;
  currency: string;
  /** The card's bank is asked to authenticate the buyer. */
  threeDSecure: boolean;
  /** Only cards are taken: whoever counts by card knows each. */
  cardsOnly: boolean;
  wants: PaymentWishKind;
  /** This try included. */
  tries: number;
  keyRound: number;
  wantedAtMs: number;
}

interface OfIntent {
  orderId: string;
  attempt: number;
  intentId: string;
}
export interface IntentOpened extends OfIntent {
  clientSecret: string;
  clientSecretSealed: string;
}
/** Told by a signed event whose metadata and live mode are ours; the statement compares amount and currency. */
export interface IntentAuthorized extends OfIntent {
  amountMinor: number;
  currency: string;
  event: { id: string; type: string; kept: object };
}
export interface IntentCaptured extends OfIntent {
  amountMinor: number;
  currency: string;
}

/**
 * The usual course of a payment, moved together with its order by one statement of whoever owns the orders. Each resolves
 * to whether both moved. When they did not, nothing was written, and the payment moves alone and tells a fact.
 */
export abstract class PaymentReactions {
  abstract opened(news: IntentOpened): Promise<boolean>;
  abstract authorized(news: IntentAuthorized): Promise<boolean>;
  abstract captured(news: IntentCaptured): Promise<boolean>;
}

/** Where nobody owns orders: all news are facts. */
export class NoReactions extends PaymentReactions {
  opened(_news: IntentOpened): Promise<boolean> {
    return Promise.resolve(false);
  }

  authorized(_news: IntentAuthorized): Promise<boolean> {
    return Promise.resolve(false);
  }

  captured(_news: IntentCaptured): Promise<boolean> {
    return Promise.resolve(false);
  }
}
