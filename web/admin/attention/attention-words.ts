import { formatMoney } from '../../../src/contract/money/money.js';
import { incidentWords } from '../../../src/contract/staff/report-state-words.js';
import type { AttentionShape, QuarantinePreview } from '../../../src/contract/staff/attention-shapes.js';

export type Verb = AttentionShape['verbs'][number];

/** Button label, and the consequence shown before confirming. */
export const verbWords: Record<Verb, { label: string; means: string }> = {
  cancel: {
    label: 'Cancel the payment',
    means:
      'The payment is canceled at the provider, the order ends, and its tickets are offered again. No money moves.',
  },
  give_back: {
    label: 'Give the money back',
    means: 'All that is left of the money goes back to the buyer, and the tickets become void.',
  },
  keep: { label: 'Keep as it is', means: 'Nothing is changed at the provider. An order that waits is sold.' },
  void: {
    label: 'Void the tickets',
    means: 'The tickets are refused at the door and offered again. The money stays where it is.',
  },
  reinstate: {
    label: 'Let the tickets count again',
    means: 'The tickets are no longer held: the door lets their bearers in. The dispute goes on as it is.',
  },
  retry: { label: 'Try again', means: 'It is tried once more, now.' },
  paid_back: {
    label: 'Given back otherwise',
    means:
      'You confirm that the buyer has this money, for instance by bank transfer. It counts as given back, the provider is not asked, and an order that waited for it ends.',
  },
  release: {
    label: 'Release the stock',
    means: 'Stock of orders that are not here is offered again. Charges stay as they are.',
  },
  adopt: {
    label: 'Adopt the orders',
    means: 'The lost orders are written again, and their buyers’ links work as before.',
  },
  refund: {
    label: 'Refund all charges',
    means: 'Every charge without an order is given back, and its stock is offered again.',
  },
  open_without_beacon: {
    label: 'Open without the beacon',
    means:
      'The draw is made from the sealed seed alone, and the sale opens. Fans are told for good that the promised public beacon was missing.',
  },
};

const UNITS = [
  { seconds: 86_400, one: 'day', many: 'days' },
  { seconds: 3_600, one: 'hour', many: 'hours' },
  { seconds: 60, one: 'minute', many: 'minutes' },
] as const;

export function ageWords(seconds: number): string {
  const unit = UNITS.find((candidate) => seconds >= candidate.seconds);
  if (!unit) return 'just now';
  const n = Math.floor(seconds / unit.seconds);
  return `${n} ${n === 1 ? unit.one : unit.many} ago`;
}

/** Kinds of a newer server are shown by their code: `stuck_fact` → `Stuck fact`. */
export function kindWords(kind: string): string {
  const words = incidentWords(kind);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Reasons for disputes, as the provider codes them. */
const reasons: Readonly<Record<string, string>> = {
  bank_cannot_process: 'The bank could not process it',
  check_returned: 'The check was returned',
  credit_not_processed: 'A promised refund did not come',
  customer_initiated: 'The buyer asked the bank to take the money back',
  debit_not_authorized: 'The buyer says they did not allow the debit',
  duplicate: 'The buyer says they paid twice',
  fraudulent: 'The holder of the card says they did not pay',
  general: 'The bank gives no reason',
  incorrect_account_details: 'The account details are wrong',
  insufficient_funds: 'The account has too little money',
  noncompliant: 'It breaks a rule of the card scheme',
  product_not_received: 'The buyer says the tickets did not come',
  product_unacceptable: 'The buyer says it is not what was sold',
  subscription_canceled: 'The buyer says they had canceled',
  unrecognized: 'The holder of the card does not recognize the payment',
};

/** What the fields of an item's detail are called; null: said elsewhere on the card, or for the service only. */
const detailNames: Record<string, string | null> = {
  where: 'What differs',
  differences: 'Differences',
  url: 'Endpoint',
  why: 'Why',
  detail: 'Seen',
  what: 'What',
  reason: 'Reason',
  state: 'State',
  kind: 'Kind',
  fact: 'News',
  order: 'Order named by the provider',
  intentId: 'Payment at the provider',
  disputeId: 'Dispute at the provider',
  providerId: 'Refund at the provider',
  amountMinor: 'Amount',
  declines: 'Declined',
  paid: 'Paid meanwhile',
  waiting: 'Messages waiting',
  mail: 'Mail',
  tries: 'Tries',
  seatId: 'Seat',
  ref: 'About',
  answer: null,
  endpointId: null,
  partnerId: null,
  poolId: null,
  refundId: null,
};

type Detailed = Pick<AttentionShape, 'detail' | 'orderId' | 'saleId' | 'currency'>;

/** Returns what an item says about its case, in the order in which it is kept; unknown fields by their own names. */
export function detailOf({ detail, orderId, saleId, currency }: Detailed): { name: string; text: string }[] {
  if (typeof detail !== 'object' || detail === null) return [];
  return Object.entries(detail).flatMap(([field, value]: [string, unknown]) => {
    const name = Object.hasOwn(detailNames, field) ? detailNames[field] : field;
    const isSaid = value === orderId || value === saleId || value === '' || value === null;
    if (typeof name !== 'string' || isSaid || (typeof value !== 'string' && typeof value !== 'number')) return [];
    return [{ name, text: textOf(field, value, currency) }];
  });
}

/** What a refund of everything in quarantine comes to. */
export function refundWords({ refund: { charges, amounts, uncaptured } }: QuarantinePreview): string {
  const sums = amounts.map((amount) => formatMoney(amount, 'en')).join(', ');
  return `${charges} charges${sums === '' ? '' : ` (${sums})`}, ${uncaptured} payments not taken yet`;
}

/** The sums that an item is about. */
export function moneyOf(item: Detailed & Pick<AttentionShape, 'preview'>): { label: string; text: string }[] {
  const { amountMinor } = (item.detail ?? {}) as { amountMinor?: unknown };
  return [
    ...detailOf({ ...item, detail: { amountMinor } }).map(({ name, text }) => ({ label: name, text })),
    ...(item.preview ? [{ label: 'All charges', text: refundWords(item.preview) }] : []),
  ];
}

function textOf(field: string, value: string | number, currency: string | null): string {
  if (field === 'amountMinor' && typeof value === 'number')
    return currency === null
      ? `${value.toLocaleString('en')} in the smallest unit of its currency`
      : formatMoney({ amount: value, currency }, 'en');
  if (typeof value === 'number') return value.toLocaleString('en');
  return field === 'reason' && Object.hasOwn(reasons, value) ? (reasons[value] ?? value) : value;
}
