import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import { isLineKnown } from '../../../../src/contract/live/stage-counts.js';
import type { LivePoint } from '../../net/live-history.js';
import { count, percent } from '../figures/words.js';

export interface Alarm {
  level: 'bad' | 'warn';
  what: string;
  /** The next step, worded for somebody who sees this alarm for the first time. */
  next: string;
  /** Page on which the next step is taken. */
  href?: string;
  /** Text of the link; "Open Attention" by default. */
  hrefWords?: string;
}

/** What the alarms judge besides the live document. */
export interface AlarmContext {
  /** Age of the figures. */
  ageMs: number;
  nowMs: number;
  history?: readonly LivePoint[];
  /** What is wrong with the webhooks; null: nothing, or not known. */
  webhooks?: string | null;
}

/** Figures older than this are treated as missing. */
const STALE_MS = 10_000;
/** Maximum age of the conservation check, which runs every few seconds while a sale sells. */
const CHECK_LATE_MS = 120_000;
const NEARLY_GONE = 0.05;
/** Fewer failed calls or refused joins than these are chance. */
const LEAST_FAILED = 20;
const LEAST_REFUSED = 100;
const FAILING = { warn: 0.01, bad: 0.1 };
/** A mobile carrier's network may hold many places, but not this share of a large line. */
const FARM = { places: 100, share: 0.1, refusedShare: 0.3 };
/** How long a rebuilt line is told. */
const REBUILT_SECONDS = 900;
/** How long calls that failed before a rebuild count among those of the last minute, with some slack. */
const FAILED_BEFORE_SECONDS = 90;

const runs = ({ state }: LiveShape): boolean => state === 'prequeue' || state === 'on_sale' || state === 'paused';

/** Returns all current alarms, worst first. */
export function alarmsOf(live: LiveShape, context: AlarmContext): Alarm[] {
  return [...troubles(live, context)].sort((a, b) => Number(b.level === 'bad') - Number(a.level === 'bad'));
}

function* troubles(live: LiveShape, context: AlarmContext): Generator<Alarm> {
  const { ageMs, nowMs } = context;
  if (ageMs > STALE_MS)
    yield {
      level: 'bad',
      what: 'No figures arrive',
      next: 'Check your connection first. If others see the same, look at the nodes and their logs.',
    };
  if (!live.conservation.ok)
    yield {
      level: 'bad',
      what: 'Stock and orders differ',
      next: 'The sale pauses by itself. The item says which tickets differ and what to do.',
      href: '/admin/attention',
    };
  if (live.reason === 'CORE_AWAY')
    yield {
      level: 'bad',
      what: 'The line cannot be read',
      next: 'Redis is away or being rebuilt. Places are safe. Look at the Redis server; the sale goes on by itself.',
    };
  const rebuiltAgo = rebuiltSecondsAgo(live, context.history ?? []);
  if (rebuiltAgo !== null)
    yield {
      level: 'warn',
      what: 'Redis was lost, and the line and the stock were rebuilt',
      next: 'Places and paid orders are kept; open baskets are gone. Consider a message to the shop, and look at the Redis server.',
    };
  yield* roleTroubles(live);
  yield* paymentTroubles(live);
  yield* nodeTroubles(live, rebuiltAgo !== null && rebuiltAgo <= FAILED_BEFORE_SECONDS);
  if (live.reason === 'SIGNAL_LOST')
    yield {
      level: 'warn',
      what: 'Stock or payments are not reported',
      next: 'People come in at a tenth of the speed, and after ten seconds without news of payments nobody does. Look at the nodes with the control role.',
    };
  const { checkedAt } = live.conservation;
  const checkedMs = checkedAt === null ? openSinceMs(context.history ?? []) : Date.parse(checkedAt);
  if (live.state === 'on_sale' && checkedMs !== null && nowMs - checkedMs > CHECK_LATE_MS)
    yield {
      level: 'warn',
      what: checkedAt === null ? 'The oversell check was never made' : 'The oversell check is late',
      next: 'It is made by the nodes with the control role. Look at their logs.',
    };
  if (live.attentionItems > 0)
    yield {
      level: 'warn',
      what: live.attentionItems === 1 ? 'One thing needs a person' : `${live.attentionItems} things need a person`,
      next: 'Each item names its next step.',
      href: '/admin/attention',
    };
  yield* farmTroubles(live);
  if (context.webhooks)
    yield {
      level: 'warn',
      what: capital(context.webhooks),
      next: 'Partners miss news, which is kept and sent again. Look at the answers of the endpoint.',
      href: '/admin/webhooks',
      hrefWords: 'Open Webhooks',
    };
  if (live.state === 'on_sale') yield* stockTroubles(live);
}

/** The first point of this history at which the sale was open; null: none. */
const openSinceMs = (history: readonly LivePoint[]): number | null => {
  const first = history.find(({ reason }) => reason !== 'NOT_OPEN' && reason !== 'CORE_AWAY');
  return first ? first.at * 1_000 : null;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The epoch rises with every rebuild; a point of this history from before it tells that it did. Null: not lately. */
function rebuiltSecondsAgo({ epoch, at, reason }: LiveShape, history: readonly LivePoint[]): number | null {
  const now = Date.parse(at) / 1_000;
  const before = history.find((point) => point.at >= now - REBUILT_SECONDS && typeof point.epoch === 'number')?.epoch;
  if (epoch === null || typeof before !== 'number' || before >= epoch || reason === 'CORE_AWAY') return null;
  return Math.max(0, now - (history.find((point) => point.epoch === epoch)?.at ?? now));
}

/** Missing payments have an alarm of their own, and without control nodes there is no panel to show one. */
function* roleTroubles(live: LiveShape): Generator<Alarm> {
  if (!runs(live)) return;
  const away = live.calls?.rolesAway ?? [];
  if (away.includes('edge'))
    yield {
      level: 'bad',
      what: 'No node serves the line',
      next: 'Nobody gets a place, and pages do not load. Places are safe. Start a node with the edge role.',
    };
  if (away.includes('shop'))
    yield {
      level: 'bad',
      what: 'No node serves the shop',
      next:
        live.state === 'on_sale'
          ? 'Whoever is inside cannot choose or order, and nobody new is let in after ten seconds. Start a node with the shop role; give more time once it is back.'
          : 'Nobody could choose or order. Start a node with the shop role.',
    };
}

/** @param isJustRebuilt the calls that failed may be of the time before */
function* nodeTroubles({ calls, payments }: LiveShape, isJustRebuilt: boolean): Generator<Alarm> {
  const lost = calls?.lostNodes ?? [];
  const away = calls?.rolesAway ?? [];
  if (lost.length > 0)
    yield {
      level: 'bad',
      what: lost.length === 1 ? 'A node was lost' : `${lost.length} nodes were lost`,
      // nobody takes over where the last node that paid, or that had another role, is gone
      next: `${lost.map(({ id }) => id).join(', ')} stopped without a word. ${payments.state === 'unknown' || away.length > 0 ? 'Start it again' : 'Others take over; start it again'} and look at its log.`,
    };
  if (!calls || calls.share === null || calls.failed < LEAST_FAILED || calls.share < FAILING.warn) return;
  yield {
    level: calls.share >= FAILING.bad && !isJustRebuilt ? 'bad' : 'warn',
    what: `${percent(calls.share)} of fans’ calls ${isJustRebuilt ? 'failed in the last minute' : 'fail'}`,
    next: isJustRebuilt
      ? 'Calls fail while Redis is away. If the share does not fall now, look at the logs.'
      : 'If a node is overloaded, let in fewer or add a node; otherwise look at the logs.',
  };
}

function* farmTroubles({ joins, abuse, state }: LiveShape): Generator<Alarm> {
  if (state !== 'prequeue' && state !== 'on_sale' && state !== 'paused') return;
  const [largest] = joins.networks ?? [];
  if (largest && largest.places >= FARM.places && largest.share >= FARM.share)
    yield {
      level: 'warn',
      what: `One network holds ${count(largest.places)} places, ${percent(largest.share)} of all`,
      next: 'It may be a ticket farm. Ask everybody for a proof of work, or freeze joins, under Switches.',
    };
  if (!abuse || abuse.refusedJoins < LEAST_REFUSED || (abuse.refusedShare ?? 0) < FARM.refusedShare) return;
  yield {
    level: 'warn',
    what: `${count(abuse.refusedJoins)} joins were refused as abuse, ${percent(abuse.refusedShare)} of all`,
    next: 'Somebody tries to take places by machine and is refused. Consider asking for an identity at the next sale.',
  };
}

function* paymentTroubles(live: LiveShape): Generator<Alarm> {
  if (!runs(live)) return;
  if (live.payments.state === 'down')
    yield {
      level: 'bad',
      what: 'Payments are down',
      next: 'Nobody new is let in. Consider a message to the line; give more time once they are back.',
    };
  if (live.payments.state === 'unknown' && live.state !== 'prequeue')
    yield {
      level: 'bad',
      what: 'No payments node reports',
      next: `Whoever pays waits${live.state === 'paused' ? '' : ', and nobody new is let in after ten seconds'}. Start a node with the payments role.`,
    };
  if (live.payments.state === 'degraded')
    yield {
      level: 'warn',
      what: 'Payments are slow or failing',
      next: `${live.state === 'on_sale' ? 'Fewer people come in by themselves. ' : ''}Look at the status page of the provider.`,
    };
}

function* stockTroubles(live: LiveShape): Generator<Alarm> {
  const free = live.stock.reduce((sum, type) => sum + type.free, 0);
  const capacity = live.stock.reduce((sum, type) => sum + type.capacity - type.withdrawn, 0);
  if (capacity <= 0 || free <= 0 || free > capacity * NEARLY_GONE) return;
  // while the line is unknown, whatever is not sold comes as free
  const many = isLineKnown(live) ? count(free) : `At most ${count(free)}`;
  yield { level: 'warn', what: 'Nearly everything is gone', next: `${many} of ${count(capacity)} tickets are free.` };
}
