import { createHash } from 'node:crypto';

/** A decline in Stripe's terms. */
export interface Decline {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
}

/** The behaviour of one of Stripe's well-known test payment methods. */
export interface TestCard {
  readonly token: string;
  /** blik stands for all methods that cannot be authorized first. */
  readonly method: 'card' | 'blik';
  readonly brand: string;
  readonly last4: string;
  readonly country: string;
  readonly funding: 'credit' | 'debit' | 'prepaid';
  readonly fingerprint: string;
  readonly needsAuthentication: boolean;
  /** The card's bank supports 3D Secure and authenticates on request. */
  readonly canAuthenticate: boolean;
  readonly decline: Decline | null;
  /** The reason of the dispute that follows each payment. */
  readonly disputeReason: string | null;
}

type Shape = Omit<TestCard, 'token' | 'fingerprint'>;

const APPROVED: Shape = {
  method: 'card',
  brand: 'visa',
  last4: '4242',
  country: 'US',
  funding: 'credit',
  needsAuthentication: false,
  canAuthenticate: true,
  decline: null,
  disputeReason: null,
};

function declined(declineCode: string, message = 'Your card was declined.'): Decline {
  return { code: 'card_declined', declineCode, message };
}

/** The decline that the `decline` fault produces. */
export const GENERIC_DECLINE: Decline = declined('generic_decline');
const INSUFFICIENT_FUNDS = declined('insufficient_funds', 'Your card has insufficient funds.');

/** Returned instead of the 3D Secure page if the caller opted out of it. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

const DECLINES: Readonly<Record<string, readonly [last4: string, decline: Decline]>> = {
  chargeDeclined: ['0002', GENERIC_DECLINE],
  chargeCustomerFail: ['0341', GENERIC_DECLINE],
  chargeDeclinedInsufficientFunds: ['9995', INSUFFICIENT_FUNDS],
  chargeDeclinedLostCard: ['9987', declined('lost_card')],
  chargeDeclinedStolenCard: ['9979', declined('stolen_card')],
  chargeDeclinedFraudulent: ['0019', declined('fraudulent')],
  radarBlock: ['0019', declined('fraudulent')],
  chargeDeclinedVelocityLimitExceeded: ['6975', declined('card_velocity_exceeded')],
  chargeDeclinedExpiredCard: ['0069', { code: 'expired_card', declineCode: null, message: 'Your card has expired.' }],
  chargeDeclinedIncorrectCvc: [
    '0127',
    { code: 'incorrect_cvc', declineCode: null, message: "Your card's security code is incorrect." },
  ],
  chargeDeclinedProcessingError: [
    '0119',
    {
      code: 'processing_error',
      declineCode: null,
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  ],
};

const OTHERS: Readonly<Record<string, Partial<Shape>>> = {
  visa: {},
  visa_debit: { last4: '5556', funding: 'debit' },
  mastercard: { brand: 'mastercard', last4: '4444' },
  mastercard_debit: { brand: 'mastercard', last4: '8210', funding: 'debit' },
  mastercard_prepaid: { brand: 'mastercard', last4: '5100', funding: 'prepaid' },
  amex: { brand: 'amex', last4: '8431' },
  discover: { brand: 'discover', last4: '9424' },
  diners: { brand: 'diners', last4: '5904' },
  jcb: { brand: 'jcb', last4: '0505', country: 'JP' },
  unionpay: { brand: 'unionpay', last4: '0005', country: 'CN' },
  authenticationRequired: { last4: '3184', country: 'IE', needsAuthentication: true },
  authenticationRequiredChargeDeclinedInsufficientFunds: {
    last4: '8260',
    needsAuthentication: true,
    decline: INSUFFICIENT_FUNDS,
  },
  threeDSecure2Required: { last4: '3220', needsAuthentication: true },
  threeDSecureRequired: { last4: '3063', needsAuthentication: true },
  threeDSecureRequiredChargeDeclined: { last4: '1629', needsAuthentication: true, decline: GENERIC_DECLINE },
  threeDSecureOptional: { last4: '3055' },
  threeDSecureNotSupported: { last4: '0505', canAuthenticate: false },
  createDispute: { last4: '0259', disputeReason: 'fraudulent' },
  createDisputeProductNotReceived: { last4: '2685', disputeReason: 'product_not_received' },
};

const COUNTRIES = 'us gb de fr es it nl at be ch ie pt pl cz dk se no fi gr ro hu au ca jp'.split(' ');

const CARDS: ReadonlyMap<string, TestCard> = new Map(
  [
    ...Object.entries(OTHERS),
    ...Object.entries(DECLINES).map(([name, [last4, decline]]) => [name, { last4, decline }] as const),
    ...COUNTRIES.map((country) => [country, { country: country.toUpperCase() }] as const),
  ].map(([name, shape]) => {
    const token = `pm_card_${name}`;
    return [token, { ...APPROVED, ...shape, token, fingerprint: fingerprintOf(token) }];
  }),
);

const BLIK_TOKEN = 'pm_blik';
/** Not one of Stripe's test methods, which has none that pays at once without a redirect. */
const BLIK: TestCard = {
  ...APPROVED,
  ...{ method: 'blik', token: BLIK_TOKEN, fingerprint: fingerprintOf(BLIK_TOKEN), canAuthenticate: false },
};

/**
 * Finds the card of one of Stripe's well-known test payment methods by name: `pm_card_visa`, `pm_card_chargeDeclined`
 * (also written `pm_card_visa_chargeDeclined`), and so on.
 */
export function findTestCard(token: string): TestCard | undefined {
  if (token === BLIK_TOKEN) return BLIK;
  return CARDS.get(token) ?? CARDS.get(token.replace(/^pm_card_visa_/, 'pm_card_'));
}

/** Stable across restarts and distinct per card number, as limits per card require. */
function fingerprintOf(token: string): string {
  return createHash('sha256')
    .update(token)
    .digest('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 16);
}
