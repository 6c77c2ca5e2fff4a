import type { PaymentState } from './payment.state.js';
import type { PaymentWishKind } from './payments.events.js';

/** What to ask of the provider for one payment, as the leasing statement saw the row. Amounts are minor units. */
export interface PaymentWish {
  orderId: string;
  attempt: number;
  saleId: string;
  state: PaymentState;
  intentId: string | null;
  amountMinor: number;
  currency: string;
  /** Asks the card's bank to authenticate the buyer. */
  threeDSecure: boolean;
  /** Accepts cards only, because limits per card need every card to be known. */
  cardsOnly: boolean;
  wants: PaymentWishKind;
  /** Including this try. */
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
/** Taken from a signed event whose metadata and live mode are ours; the statement compares amount and currency. */
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
 * The normal course of a payment, moved together with its order by one statement of the room that owns orders. Each
 * method resolves to whether both moved. If not, nothing was written, and the payment moves alone and records a fact.
 */
export abstract class PaymentReactions {
  abstract opened(news: IntentOpened): Promise<boolean>;
  abstract authorized(news: IntentAuthorized): Promise<boolean>;
  abstract captured(news: IntentCaptured): Promise<boolean>;
}

/** Used where no room owns orders: every outcome becomes a fact. */
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
