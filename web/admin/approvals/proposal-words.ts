import type { ApprovalKind, ApprovalShape } from '../../../src/contract/staff/approval-shapes.js';
import { withTimes } from '../../../src/contract/sale/notice.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { placeWords } from '../control/switches/notice-draft.js';
import { languageName } from '../ui/languages.js';
import { roleWords } from '../team/role-words.js';
import { verbWords, type Verb } from '../attention/attention-words.js';
import { kindWords } from './approval-words.js';

/** What an approval is about, by names; null: not read, or it may not be read. */
export interface Names {
  sale: { name: string; currency: string; timeZone: string } | null;
  order: { buyer: string; saleName: string; currency: string; leftMinor: number } | null;
  /** The item under Attention, as its kind says it, with the money that it is about. */
  item: { label: string; orderId: string | null; facts: Told['facts'] } | null;
}
export interface Told {
  /** What is asked for, after "… wants to". */
  wish: string;
  /** What comes of it for fans, buyers and money. */
  means: string;
  /** What neither the wish nor the effect says. */
  facts: { label: string; text: string }[];
}

/** The parts of proposals that people read; a newer server's may have others. */
interface Fields {
  action: string;
  reason?: string | null;
  note?: string | null;
  minutes?: number;
  amount?: number;
  ticketIds?: readonly string[];
  verb?: Verb;
  kinds?: readonly ApprovalKind[];
  refundFreeMinor?: number | null;
  roles?: readonly (keyof typeof roleWords)[];
  input?: {
    name?: string;
    price?: number;
    capacity?: number;
    maxPerFan?: number;
    min?: number;
    multiple?: number;
    channel?: string;
    texts?: Record<string, string>;
    text?: string | null;
    to?: readonly (keyof typeof placeWords)[];
  };
}

const settings = 'EUR'; // the free amount is of any currency with two decimals

/** Says a proposal in words: nobody approves a list of fields. */
export function proposalWords({ kind, proposal }: ApprovalShape, names: Names): Told {
  const fields = proposal as Fields;
  const facts = [
    ...moneyFacts(fields, names),
    ...saidBy(fields),
    ...typeFacts(fields, names),
    ...noticeFacts(fields, names),
  ];
  const means = takesAway(fields)
    ? 'Within seconds it is on no page any more.'
    : (meanings[fields.action] ?? kindWords[kind].means);
  return { wish: wishOf(fields, names) ?? lowered(kindWords[kind].label), means, facts };
}

/** Where the kind says which actions it covers, not what one of them does. */
const meanings: Readonly<Record<string, string>> = {
  pause_sale: 'Nobody is let in until somebody resumes it. Places stay, and payments under way go on.',
  change_policy: 'It holds for the next people at once. Nobody who is inside is sent out.',
  change_stock: 'More are offered at once, and only what nobody holds or has bought can go.',
  add_ticket_type: 'Fans see it at once, at the end of the list.',
  set_channels: 'Only free tickets move. What is held or sold stays where it is.',
  change_joins: 'Whoever is in line keeps the place.',
  extend_deadlines: 'Every open deadline moves, and it cannot be taken back. The line goes on as before.',
  change_notice: 'It is on their pages within seconds.',
  refund: 'The money goes back to the buyer the way it was paid.',
  cancel_order: 'All that is left of the money goes back to the buyer, and the tickets become void.',
  attention: 'It is done as soon as you approve.',
};

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const takesAway = ({ action, input }: Fields): boolean => action === 'change_notice' && !input?.text;

function wishOf(fields: Fields, { sale, order, item }: Names): string | null {
  const of = sale ? `“${sale.name}”` : 'a sale';
  const whose = order ? `the order of ${order.buyer} for “${order.saleName}”` : 'an order';
  const about = order ? ` of ${whose}` : sale ? ` of ${of}` : '';
  switch (fields.action) {
    case 'cancel_show':
      return `cancel the show of ${of}`;
    case 'close_sale':
      return `close ${of} for good`;
    case 'close_earlier':
      return `change when ${of} closes`;
    case 'open_sale':
      return `open ${of} now`;
    case 'pause_sale':
      return `pause ${of}`;
    case 'resume_sale':
      return `resume ${of}`;
    case 'change_opening':
      return `change the opening of ${of}`;
    case 'change_stock':
      return `change the stock of ${of}`;
    case 'add_ticket_type':
      return `sell “${fields.input?.name ?? 'a new ticket type'}” in ${of}, too`;
    case 'set_channels':
      return `share out the tickets of ${of} anew`;
    case 'change_joins':
      return `change who may join ${of}`;
    case 'extend_deadlines':
      return `give everybody inside ${of} ${fields.minutes ?? 0} ${fields.minutes === 1 ? 'minute' : 'minutes'} more`;
    case 'change_notice':
      return takesAway(fields) ? `take the message of ${of} away` : `change the message of ${of}`;
    case 'void_codes':
      return `void a list of access codes of ${of}`;
    case 'revoke_passes':
      return `empty the shop of ${of}`;
    case 'change_policy':
      return `change the rules of admission of ${of}`;
    case 'publish_report':
      return `publish the report of ${of}`;
    case 'refund':
      return `give back ${refunded(fields, order?.currency ?? null)} of ${whose}`;
    case 'cancel_order':
      return `cancel ${whose} and give its money back`;
    case 'attention':
    case 'open_without_beacon':
      return `decide ${item === null ? 'an item under Attention' : `“${item.label}”`}${about}: ${lowered(
        verbWords[fields.action === 'attention' ? (fields.verb ?? 'keep') : 'open_without_beacon'].label,
      )}`;
    case 'settings':
      return 'ask for less: fewer actions need a second person, or more money is free';
    case 'two_factor_roles':
      return 'ask fewer roles for a second factor';
    default:
      return null;
  }
}

function refunded({ amount, ticketIds = [] }: Fields, currency: string | null): string {
  const [tickets] =
    ticketIds.length === 0 ? [] : [`${ticketIds.length} ${ticketIds.length === 1 ? 'ticket' : 'tickets'}`];
  if (amount === undefined) return tickets ? `the money of ${tickets}` : 'all that is left';
  const money = currency === null ? `${amount} in the smallest unit` : formatMoney({ amount, currency }, 'en');
  return tickets ? `${money} for ${tickets}` : money;
}

/** How much it is where the wish names no sum: nobody approves money without one. */
function moneyFacts({ action, amount, verb }: Fields, { order, item }: Names): Told['facts'] {
  const givesBack =
    (action === 'refund' && amount === undefined) ||
    action === 'cancel_order' ||
    (action === 'attention' && verb === 'give_back');
  const left =
    givesBack && order
      ? [{ label: 'Left to give back', text: formatMoney({ amount: order.leftMinor, currency: order.currency }, 'en') }]
      : [];
  return [...left, ...(action === 'attention' ? (item?.facts ?? []) : [])];
}

function saidBy({ action, reason, note, kinds, refundFreeMinor, roles, verb }: Fields): Told['facts'] {
  const free =
    refundFreeMinor === null ? 'nothing' : formatMoney({ amount: refundFreeMinor ?? 0, currency: settings }, 'en');
  const listed = (texts: readonly string[]): string => (texts.length === 0 ? 'nothing' : texts.join(', '));
  return [
    ...(action === 'attention' && verb ? [{ label: 'What it does', text: verbWords[verb].means }] : []),
    ...(reason ? [{ label: 'Why', text: reason }] : []),
    ...(note ? [{ label: 'Note', text: note }] : []),
    ...(kinds
      ? [{ label: 'A second person is still needed for', text: listed(kinds.map((kind) => kindWords[kind].label)) }]
      : []),
    ...(kinds?.includes('refund') ? [{ label: 'One person may give back in a day', text: free.replace('€', '') }] : []),
    ...(roles
      ? [{ label: 'A second factor is still needed for', text: listed(roles.map((role) => roleWords[role].label)) }]
      : []),
  ];
}

function typeFacts({ action, input }: Fields, { sale }: Names): Told['facts'] {
  if (action !== 'add_ticket_type' || !input) return [];
  const { price = 0, capacity, maxPerFan, min = 1, multiple = 1, channel } = input;
  const price_ = sale ? formatMoney({ amount: price, currency: sale.currency }, 'en') : `${price} in the smallest unit`;
  return [
    { label: 'Price', text: price_ },
    ...(capacity === undefined ? [] : [{ label: 'How many', text: capacity.toLocaleString('en') }]),
    ...(maxPerFan === undefined ? [] : [{ label: 'At most for one fan', text: String(maxPerFan) }]),
    ...(min > 1 ? [{ label: 'At least at a time', text: String(min) }] : []),
    ...(multiple > 1 ? [{ label: 'In multiples of', text: String(multiple) }] : []),
    ...(channel === undefined ? [] : [{ label: 'Channel', text: channel }]),
  ];
}

function noticeFacts({ action, input }: Fields, { sale }: Names): Told['facts'] {
  if (action !== 'change_notice' || !input?.text) return [];
  const places = input.to?.map((place) => placeWords[place]) ?? ['everybody'];
  const others = Object.entries(input.texts ?? {});
  return [
    { label: 'Who reads it', text: places.join(', ') },
    ...others.map(([language, text]) => ({
      label: `In ${languageName(language)}`,
      text: `“${withTimes(text, (at) => formatShortDayAndTime(at, 'en-GB', sale?.timeZone))}”`,
    })),
  ];
}
