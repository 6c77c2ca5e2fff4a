import { formatMoney } from '../../../../src/contract/money/money.js';
import type { RehearsalShape } from '../../../../src/contract/staff/rehearsal-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { cityOfZone, formatDayAndTime } from '../../../shared/format/time.js';
import { sizeOf, suggestedPace } from '../../sales/setup/pace.js';
import { count } from '../figures/words.js';

export interface Review {
  facts: { label: string; value: string }[];
  /** Allowed, but worth checking before publication. */
  warnings: string[];
}

const SHORT_PREQUEUE_MS = 5 * 60_000;
/** Warning threshold as a multiple of the suggested pace: the provider may not be ready for so many payments. */
const FAST = 4;
const LARGE_TICKETS = 4_000;

/** Of those let in, as rehearsals assume (docs/rehearsal.md). */
const BUYING_SHARE = 0.7;

/** What is known besides the sale itself; null: not known. */
export interface Outlook {
  /** What a node may pass on to the provider. */
  paymentsPerMinute: number | null;
  /** Tickets that the crowd of the last rehearsal wants. */
  demand: number | null;
}
export const nothingKnown: Outlook = { paymentsPerMinute: null, demand: null };

/** Summarises a sale for the person who publishes it. */
export function reviewOf(sale: StaffSaleShape, nowMs: number, { paymentsPerMinute, demand }: Outlook): Review {
  const { timeZone, venue, name } = sale.show;
  const tickets = sale.ticketTypes.reduce((sum, { capacity }) => sum + capacity, 0);
  const value = sale.ticketTypes.reduce((sum, { capacity, price }) => sum + capacity * price, 0);
  const at = (time: string): string =>
    Date.parse(time) <= nowMs ? `at once: ${said(time, timeZone)} is past` : said(time, timeZone);
  const types = sale.ticketTypes.map(
    (type) =>
      `${count(type.capacity)} ${type.name} at ${formatMoney({ amount: type.price, currency: sale.currency }, 'en')}`,
  );
  return {
    facts: [
      { label: 'Fans read', value: `${name}, ${venue}, ${said(sale.show.startsAt, timeZone)}` },
      { label: 'Address', value: `/s/${sale.slug}${sale.listed ? '' : ', not on the home page'}` },
      { label: 'Tickets', value: `${count(tickets)} in all: ${types.join('; ')}` },
      { label: 'Face value', value: formatMoney({ amount: value, currency: sale.currency }, 'en') },
      { label: 'Waiting room', value: at(sale.prequeueAt) },
      { label: 'Opens', value: at(sale.opensAt) },
      { label: 'Closes', value: sale.closesAt === null ? 'when you close it' : said(sale.closesAt, timeZone) },
      { label: 'Door', value: `${count(sale.policy.perMinute)} a minute, ${count(sale.policy.cap)} inside` },
    ],
    warnings: [
      ...warnings(sale, tickets, nowMs),
      ...entryWarnings(sale, tickets, demand),
      ...paymentWarnings(sale, paymentsPerMinute),
    ],
  };
}

const said = (time: string, timeZone: string): string =>
  `${formatDayAndTime(time, 'en-GB', timeZone)} (${cityOfZone(timeZone)})`;

function* warnings(sale: StaffSaleShape, tickets: number, nowMs: number): Generator<string> {
  const [prequeue, opens, show] = [sale.prequeueAt, sale.opensAt, sale.show.startsAt].map((at) => Date.parse(at)) as [
    number,
    number,
    number,
  ];
  if (opens <= nowMs) yield 'The opening time is past: it goes on sale at once, and nobody is drawn.';
  else if (opens - Math.max(prequeue, nowMs) < SHORT_PREQUEUE_MS)
    yield 'The waiting room is open for less than five minutes: few people will be in the draw.';
  if (show <= Math.max(opens, nowMs)) yield 'The show begins before its sale opens.';
  if (sale.challenge === 'observe')
    yield 'The proof of work only observes: bots take places as fast as they can ask until you enforce it under Joins.';
  if (sale.challenge === 'off') yield 'The proof of work is off: bots take places as fast as they can ask.';
  const suggested = suggestedPace(tickets);
  if (sale.policy.perMinute > FAST * suggested.perMinute)
    yield `${count(sale.policy.perMinute)} a minute is fast for ${count(tickets)} tickets (${sizeOf(tickets)}): ask your payment provider first whether it takes as many payments.`;
  if (sale.ticketTypes.some(({ price }) => price === 0)) yield 'Some tickets are free: they are taken without a card.';
  if (sale.lanes.some(({ access }) => access !== 'open'))
    yield 'A lane asks for access codes: make them under “Codes” and send them before the waiting room opens.';
}

/** More wish than there is draws farms. Without a rehearsal, demand is guessed from the size of the show. */
function* entryWarnings({ entry }: StaffSaleShape, tickets: number, demand: number | null): Generator<string> {
  if (entry !== 'open') return;
  if (demand !== null && demand > tickets)
    yield `You rehearsed with a crowd that wants ${count(demand)} of ${count(tickets)} tickets, and anybody gets a place for each device: a confirmed e-mail address keeps farms out.`;
  else if (demand === null && tickets >= LARGE_TICKETS)
    yield 'Anybody gets a place for each device. For a show of this size, a confirmed e-mail address keeps farms out.';
}

/** Returns how many tickets the crowd of the latest rehearsal wants, places of farms included; null: none was run. */
export function demandOf(rehearsals: readonly RehearsalShape[] | undefined): number | null {
  const latest = rehearsals?.toSorted((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt))[0]?.crowd;
  return latest ? Math.round((latest.fans + latest.farmPlaces) * latest.basket) : null;
}

function* paymentWarnings({ policy: { perMinute } }: StaffSaleShape, limit: number | null): Generator<string> {
  const planned = Math.round(perMinute * BUYING_SHARE);
  if (limit !== null && planned > limit)
    yield `${count(perMinute)} let in a minute may pay ${count(planned)} times a minute; each payments node passes on ${count(limit)} (ROPELINE_STRIPE_RATE). The line slows down by itself; to sell faster, ask the provider for more, or add nodes.`;
}
