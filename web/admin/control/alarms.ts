import type { LiveShape } from '../../../src/contract/shapes.js';

export interface Alarm {
  level: 'bad' | 'warn';
  what: string;
  /** The next step, worded for somebody who sees this alarm for the first time. */
  next: string;
  /** Page on which the next step is taken. */
  href?: string;
}

/** Figures older than this are treated as missing. */
const STALE_MS = 10_000;
/** Maximum age of the conservation check, which runs every few seconds while a sale sells. */
const CHECK_LATE_MS = 120_000;
const NEARLY_GONE = 0.05;

const runs = ({ state }: LiveShape): boolean => state === 'prequeue' || state === 'on_sale' || state === 'paused';

/** Returns all current alarms, worst first. `ageMs`: age of the figures. */
export function alarmsOf(live: LiveShape, ageMs: number, nowMs: number): Alarm[] {
  return [...troubles(live, ageMs, nowMs)].sort((a, b) => Number(b.level === 'bad') - Number(a.level === 'bad'));
}

function* troubles(live: LiveShape, ageMs: number, nowMs: number): Generator<Alarm> {
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
  yield* paymentTroubles(live);
  if (live.reason === 'SIGNAL_LOST')
    yield {
      level: 'warn',
      what: 'The shop does not report',
      next: 'People come in at a tenth of the speed. Look at the nodes with the shop and control roles.',
    };
  const { checkedAt } = live.conservation;
  if (live.state === 'on_sale' && checkedAt !== null && nowMs - Date.parse(checkedAt) > CHECK_LATE_MS)
    yield {
      level: 'warn',
      what: 'The oversell check is late',
      next: 'It is made by the nodes with the control role. Look at their logs.',
    };
  if (live.attentionItems > 0)
    yield {
      level: 'warn',
      what: live.attentionItems === 1 ? 'One thing needs a person' : `${live.attentionItems} things need a person`,
      next: 'Each item names its next step.',
      href: '/admin/attention',
    };
  if (live.state === 'on_sale') yield* stockTroubles(live);
}

function* paymentTroubles(live: LiveShape): Generator<Alarm> {
  if (!runs(live)) return;
  if (live.payments.state === 'down')
    yield {
      level: 'bad',
      what: 'Payments are down',
      next: 'Nobody new is let in. Consider a message to the line; extend deadlines once payments are back.',
    };
  if (live.payments.state === 'unknown' && live.state === 'on_sale')
    yield {
      level: 'bad',
      what: 'No payments node reports',
      next: 'Nobody new is let in after ten seconds. Start a node with the payments role.',
    };
  if (live.payments.state === 'degraded')
    yield {
      level: 'warn',
      what: 'Payments are slow or failing',
      next: 'Fewer people come in by themselves. Look at the status page of the provider.',
    };
}

function* stockTroubles(live: LiveShape): Generator<Alarm> {
  const free = live.stock.reduce((sum, type) => sum + type.free, 0);
  const capacity = live.stock.reduce((sum, type) => sum + type.capacity - type.withdrawn, 0);
  if (capacity > 0 && free > 0 && free <= capacity * NEARLY_GONE)
    yield { level: 'warn', what: 'Nearly everything is gone', next: `${free} of ${capacity} tickets are free.` };
}
