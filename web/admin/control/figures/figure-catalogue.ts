import { conversionOf } from '../../../../src/contract/live/conversion.js';
import { formatMoney } from '../../../../src/contract/money/money.js';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import { isLineKnown, peoplePresent, stageCounts } from '../../../../src/contract/live/stage-counts.js';
import type { LivePoint } from '../../net/live-history.js';
import { forecastOf } from './forecast.js';
import { perMinute } from './rates.js';
import { count, forecastWords, paymentWords, percent } from './words.js';

export interface Reading {
  live: LiveShape;
  history: readonly LivePoint[];
  timeZone: string;
}
interface ControlFigure {
  label: string;
  /** Its formula, for people. */
  help: string;
  /** Fields of the live document that it is computed from; `history.` for its past. A test finds out whether it is so. */
  from: readonly string[];
  /** The metric that says the same; null: none does. */
  metric: string | null;
  /** null: not known yet. */
  text: (reading: Reading) => string | null;
}

/** What Redis counts is not known while the line cannot be read. */
const ofLine = (live: LiveShape, n: number): string | null => (isLineKnown(live) ? count(n) : null);
const wholePercent = (share: number | null): string | null => (share === null ? null : `${Math.round(share * 100)} %`);
const onePercent = (share: number | null): string | null => (share === null ? null : percent(share));
const servedOf = ({ lanes }: LiveShape): number => Object.values(lanes).reduce((sum, { serving }) => sum + serving, 0);
const rate = (history: readonly LivePoint[], pick: Parameters<typeof perMinute>[1]): string | null => {
  const value = perMinute(history, pick);
  return value === null ? null : count(value);
};
const conversion = ({ live }: Reading): ReturnType<typeof conversionOf> =>
  conversionOf(servedOf(live), live.orders.paid, live.flow);

/** "61 %" of what may be sold; full only when nothing is left. */
export function shareSold(stock: LiveShape['stock']): string {
  const sold = stock.reduce((sum, type) => sum + type.sold, 0);
  const all = stock.reduce((sum, type) => sum + type.capacity - type.withdrawn, 0);
  return all === 0 ? '–' : `${Math.floor((sold / all) * 100)} %`;
}

/** Every number of the control room: its name, its formula and its source. The room shows no other. */
export const controlFigures = {
  waiting: {
    label: 'Waiting',
    help: 'Places in line that were not called yet, whether their fans are here at this moment or not.',
    from: ['lanes.*.waiting'],
    metric: 'ropeline_sale_waiting',
    text: ({ live }) => ofLine(live, stageCounts(live).waiting),
  },
  hereNow: {
    label: 'here now',
    help: 'Of those waiting or called, and at most as many: the larger of open sockets, and of places that were asked for in the last half minute. Pages that cannot connect and are far from the front only read the public snapshot: they are not counted.',
    from: ['lanes.*.present'],
    metric: 'ropeline_sale_present',
    text: ({ live }) => ofLine(live, peoplePresent(live)),
  },
  joining: {
    label: 'join a minute',
    help: 'Growth of all numbers given, over the last 60 s.',
    from: ['history.arrivals'],
    metric: 'ropeline_queue_joins_total',
    text: ({ history }) => rate(history, ({ arrivals }) => arrivals),
  },
  called: {
    label: 'Called',
    help: 'It is their turn and they have not come in yet. Who does not come in time is passed over; the place is kept for a while.',
    from: ['lanes.*.called'],
    metric: null,
    text: ({ live }) => ofLine(live, stageCounts(live).called),
  },
  shopping: {
    label: 'Shopping',
    help: 'Inside, choosing tickets or filling in the form: all inside, less those who pay. The cap limits how many may be inside at once.',
    from: ['active', 'orders.pending', 'orders.authorized'],
    metric: null,
    text: ({ live }) => ofLine(live, stageCounts(live).shopping),
  },
  inside: {
    label: 'inside',
    help: 'Admissions that have not ended: shopping or paying.',
    from: ['active'],
    metric: 'ropeline_sale_active',
    text: ({ live }) => ofLine(live, live.active),
  },
  cap: {
    label: 'cap',
    help: 'How many the policy lets be inside at once right now.',
    from: ['target.cap'],
    metric: 'ropeline_sale_cap',
    text: ({ live }) => ofLine(live, live.target.cap),
  },
  ordering: {
    label: 'order',
    help: 'Of those called or passed over, how many began an order.',
    from: ['flow.placed', 'lanes.*.serving'],
    metric: null,
    text: (reading) => wholePercent(conversion(reading).ordered),
  },
  paying: {
    label: 'Paying',
    help: 'Orders whose payment is under way. Their tickets are set aside. Given up: orders that ended unpaid in the last minute.',
    from: ['orders.pending', 'orders.authorized'],
    metric: 'ropeline_sale_orders',
    text: ({ live }) => count(stageCounts(live).paying),
  },
  confirmed: {
    label: 'confirmed',
    help: 'Of these, authorized by the bank and not captured yet.',
    from: ['orders.authorized'],
    metric: 'ropeline_sale_orders',
    text: ({ live }) => count(live.orders.authorized),
  },
  givenUp: {
    label: 'given up a minute',
    help: 'Growth of the orders that ended unpaid, over the last 60 s.',
    from: ['history.abandoned'],
    metric: 'ropeline_sale_orders',
    text: ({ history }) => rate(history, ({ abandoned }) => abandoned),
  },
  paid: {
    label: 'Paid',
    help: 'Orders that are paid and have their tickets. The share is of all orders that ended, paid or not.',
    from: ['orders.paid'],
    metric: 'ropeline_sale_orders',
    text: ({ live }) => count(live.orders.paid),
  },
  paidShare: {
    label: 'of orders',
    help: 'Orders paid, of all that ended.',
    from: ['orders.paid', 'flow.abandoned'],
    metric: 'ropeline_sale_orders',
    text: (reading) => wholePercent(conversion(reading).paid),
  },
  paidRate: {
    label: 'a minute',
    help: 'Growth of the orders paid, over the last 60 s.',
    from: ['history.paid'],
    metric: 'ropeline_sale_orders',
    text: ({ history }) => rate(history, (point) => point.paid),
  },
  letIn: {
    label: 'Let in a minute',
    help: 'Places that went in during the last 60 s, counted one by one. Unknown until 20 s of history are there.',
    from: ['history.admitted'],
    metric: null,
    text: ({ history }) => rate(history, ({ admitted }) => admitted),
  },
  target: {
    label: 'Target',
    help: 'How many a minute the policy lets in right now. It is at most the speed that you set; while the sale is not on, nobody is let in.',
    from: ['target.perMinute', 'state'],
    metric: 'ropeline_sale_target_per_minute',
    text: ({ live }) => (live.state === 'on_sale' ? ofLine(live, live.target.perMinute) : null),
  },
  theLine: {
    label: 'The line',
    help: 'When it is empty or the tickets are gone, whichever comes first: from the target, or from what is measured while the shop is full or whoever is next is away, from the tickets sold and from the positions passed for each fan let in, both in the last five minutes.',
    from: [
      ...['state', 'at', 'reason', 'lanes.*.waiting', 'lanes.*.serving', 'target.perMinute', 'admittedPerMinute'],
      ...['stock.*.free', 'history.sold', 'history.served', 'history.admitted'],
    ],
    metric: null,
    text: ({ live, history, timeZone }) => {
      if (!isLineKnown(live)) return null;
      const [lane, ...others] = Object.values(live.lanes);
      const served = others.length === 0 ? (lane?.serving ?? null) : null;
      return forecastWords(forecastOf(live, history), { nowMs: Date.parse(live.at), timeZone, served });
    },
  },
  soldAll: {
    label: 'sold, all types',
    help: 'Units in paid orders, of the capacity less what was withdrawn.',
    from: ['stock.*.sold', 'stock.*.capacity', 'stock.*.withdrawn'],
    metric: 'ropeline_sale_stock_sold',
    text: ({ live }) => shareSold(live.stock),
  },
  taken: {
    label: 'Taken',
    help: 'Money of paid orders, less what was given back.',
    from: ['revenue.amount', 'revenue.currency'],
    metric: null,
    text: ({ live }) => formatMoney(live.revenue, 'en'),
  },
  payments: {
    label: 'Payments',
    help: 'How the provider answers us. Declined cards are answers, too.',
    from: ['payments.state'],
    metric: 'ropeline_payments_state',
    text: ({ live }) => paymentWords[live.payments.state],
  },
  answered: {
    label: 'Answered',
    help: 'Share of our calls that the provider answered in the last 30 s.',
    from: ['payments.successRate'],
    metric: 'ropeline_stripe_call_seconds',
    text: ({ live }) => percent(live.payments.successRate),
  },
  slowest: {
    label: 'Slowest 5 %',
    help: 'Ninety-five of a hundred calls to the provider are faster than this, on the slowest node.',
    from: ['payments.p95Ms'],
    metric: 'ropeline_stripe_call_seconds',
    text: ({ live: { payments } }) => (payments.p95Ms === null ? null : `${count(Math.round(payments.p95Ms))} ms`),
  },
  needAPerson: {
    label: 'Need a person',
    help: 'Items under Attention that nobody has decided: payments that did something unexpected, disputes, mails that could not be delivered.',
    from: ['attentionItems'],
    metric: 'ropeline_attention_open',
    text: ({ live }) => count(live.attentionItems),
  },
  failedCalls: {
    label: 'Failed calls',
    help: 'Of the answers to fans in the last minute, those with an error of ours, calls turned away by an overloaded node included. Of all nodes, for all their sales.',
    from: ['calls.share'],
    metric: 'ropeline_http_requests_total',
    text: ({ live }) => onePercent(live.calls?.share ?? null),
  },
  refusedJoins: {
    label: 'Refused as abuse',
    help: 'Joins refused for a failed proof of work, a wrong code, an identity that is not valid, a second place or too many tries; and their share of all who asked for a place.',
    from: ['abuse.refusedJoins', 'abuse.refusedShare'],
    metric: 'ropeline_queue_joins_total',
    text: ({ live: { abuse } }) =>
      abuse && `${count(abuse.refusedJoins)}${abuse.refusedShare === null ? '' : ` · ${percent(abuse.refusedShare)}`}`,
  },
  stepUps: {
    label: 'Asked at the turn',
    help: 'Places, of crowded networks or of everyone, that were asked to confirm an e-mail address when their turn came, and how many did; while it only observes, how many would have been asked.',
    from: ['abuse.stepUp.asked', 'abuse.stepUp.answered', 'abuse.stepUp.observed'],
    metric: null,
    text: ({ live: { abuse } }) =>
      abuse &&
      `${count(abuse.stepUp.asked)} · ${count(abuse.stepUp.answered)} confirmed · ${count(abuse.stepUp.observed)} only observed`,
  },
  sockets: {
    label: 'sockets',
    help: 'Open connections of fans in this line, all nodes together.',
    from: ['connected'],
    metric: 'ropeline_sale_connected',
    text: ({ live }) => ofLine(live, live.connected),
  },
} satisfies Record<string, ControlFigure>;
export type ControlFigureKey = keyof typeof controlFigures;

/** Returns "12 here now", or nothing while it is not known. */
export function phrase(key: ControlFigureKey, reading: Reading): string[] {
  const { label, text }: ControlFigure = controlFigures[key];
  const value = text(reading);
  return value === null ? [] : [`${value} ${label}`];
}
