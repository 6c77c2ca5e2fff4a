import {
  observedJoins,
  refusedJoins,
  refusedOnly,
  stepUpFigures,
  type TallyCount,
} from '../../contract/line/abuse-shapes.js';
import type { LiveShape } from '../../contract/live/live-shapes.js';
import type { CheckoutFigures } from '../../checkout/checkout.service.js';
import type { PoolRow, StockFigures } from '../../inventory/inventory.types.js';
import type { LivingNode } from '../../platform/metrics/node-calls.rules.js';
import type { QueueFigures } from '../../queue/queue.types.js';
import type { SaleView } from '../../sales/sales.types.js';

export interface LiveParts {
  view: SaleView;
  /** null: no line yet, a rebuild in progress, or Redis is unreachable. */
  queue: QueueFigures | null;
  stock: StockFigures | null;
  pools: readonly PoolRow[];
  checkout: CheckoutFigures;
  payments: LiveShape['payments'];
  /** The networks with the most places; null while they are not counted or unreadable. */
  networks: readonly { network: string; places: number }[] | null;
  tallies: readonly TallyCount[];
  /** null: Redis is unreachable. */
  calls: LiveShape['calls'];
  /** The nodes that live; null: Redis is unreachable. */
  nodes: readonly LivingNode[] | null;
  /** Whether no node serves the shop. */
  isShopAway: boolean;
  nowMs: number;
}

/** Composes one control-room snapshot from the figures of every room. */
export function composeLive(parts: LiveParts): LiveShape {
  const { view, queue, checkout, payments } = parts;
  return {
    at: new Date(parts.nowMs).toISOString(),
    state: view.state,
    lanes: lanesOf(view, queue),
    epoch: queue?.epoch ?? null,
    connected: queue?.connected ?? 0,
    active: queue?.active ?? 0,
    admittedPerMinute: queue?.admittedPerMinute ?? 0,
    target: queue?.target ?? { cap: view.policy.cap, perMinute: 0 },
    reason: reasonOf(view, queue),
    stock: stockOf(parts),
    orders: checkout.orders,
    flow: checkout.flow,
    attentionItems: checkout.openItems,
    revenue: { amount: checkout.revenueMinor, currency: view.currency },
    payments: { state: payments.state, successRate: payments.successRate, p95Ms: payments.p95Ms },
    conservation: {
      ok: checkout.conservation.ok && parts.stock?.conserved !== false,
      checkedAt: checkout.conservation.checkedAt,
    },
    joins: joinsOf(parts),
    abuse: abuseOf(parts),
    calls: parts.calls,
    nodes: nodesOf(parts),
  };
}

/** All that live; those with fans of the sale tell of those, and of themselves more recently. */
function nodesOf({ nodes, queue }: LiveParts): LiveShape['nodes'] {
  const ofSale = queue?.nodes ?? [];
  const others = (nodes ?? []).filter(({ id }) => !ofSale.some((node) => node.id === id));
  return [
    ...ofSale,
    ...others.map(({ atMs, ...node }) => ({ ...node, connected: 0, at: new Date(atMs).toISOString() })),
  ].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** Reasons that no line has for long while payments or the shop are away. */
const goingReasons = new Set<string>(['AT_CAP', 'AT_RATE', 'NOBODY_READY', 'RAMPING', 'RECOVERING', 'STOCK_LIMITED']);

/**
 * Whether the line's reason is of an earlier health of the payments or the shop: a sale that sleeps keeps the last one, as nobody is
 * there to be let in, but whoever looks at it must not read of an outage that is over, or of none.
 */
export function isReasonOutdated({ view, queue, payments, isShopAway }: LiveParts): boolean {
  if (!queue || view.state !== 'on_sale') return false;
  if (queue.reason === 'SHOP_AWAY') return !isShopAway;
  if (isShopAway && goingReasons.has(queue.reason)) return true;
  const saysSo = queue.reason.startsWith('PAYMENTS_');
  if (payments.state === 'healthy') return saysSo;
  return payments.state !== 'degraded' && !saysSo && goingReasons.has(queue.reason);
}

/** Without the line its places are unknown, and so is the share of refused joins. */
function abuseOf({ view, queue, tallies }: LiveParts): LiveShape['abuse'] {
  if (queue === null && view.state !== 'draft') return null;
  const { count, share } = refusedJoins(tallies, placesOf(queue));
  return {
    ...{ refusedJoins: count, refusedShare: share },
    ...{ refused: refusedOnly(tallies), observed: observedJoins(tallies), stepUp: stepUpFigures(tallies) },
  };
}

/** Places that were given; numbers that an outage left unused are nobody's. */
const placesOf = (queue: QueueFigures | null): number =>
  Object.values(queue?.lanes ?? {}).reduce((sum, lane) => sum + lane.arrivals - lane.unused, 0);

function joinsOf({ view, queue, networks }: LiveParts): LiveShape['joins'] {
  const given = placesOf(queue);
  return {
    frozen: view.joinsFrozen,
    challenge: view.challenge,
    networks:
      view.challenge === 'off' || networks === null
        ? null
        : networks.map(({ network, places }) => ({
            network,
            places,
            share: Math.min(1, places / Math.max(1, given)),
          })),
  };
}

function lanesOf(view: SaleView, queue: QueueFigures | null): LiveShape['lanes'] {
  return Object.fromEntries(
    view.lanes.map(({ key }) => {
      const lane = queue?.lanes[key];
      const { arrivals = 0, waiting = 0, present = 0, serving = 0, called = 0, admitted = 0 } = lane ?? {};
      return [key, { arrivals, waiting, present, serving, called, admitted }];
    }),
  );
}

/** A published sale always has a line, so being unable to read it is itself the reason to report. */
function reasonOf(view: SaleView, queue: QueueFigures | null): string {
  if (queue) return queue.reason;
  if (view.state === 'closed') return 'CLOSED';
  return view.state === 'draft' ? 'NOT_OPEN' : 'CORE_AWAY';
}

/**
 * Redis counts free and held stock, Postgres counts sold. Stock committed in Redis but not yet sold is being paid for
 * and counts as held. Without Redis, falls back to Postgres, where held is unknown and reported as 0.
 */
function stockOf({ view, stock, pools }: LiveParts): LiveShape['stock'] {
  return view.ticketTypes.map(({ id, name }) => {
    const rows = pools.filter((pool) => pool.ticketTypeId === id);
    const sum = (pick: (row: PoolRow) => number): number => rows.reduce((all, row) => all + pick(row), 0);
    const sold = sum((row) => row.sold);
    const counts = stock?.pools.filter((pool) => pool.ticketTypeId === id && pool.capacity > 0) ?? [];
    if (counts.length === 0) {
      const capacity = sum((row) => row.capacity);
      const withdrawn = sum((row) => row.withdrawn);
      return {
        ticketTypeId: id,
        name,
        capacity,
        free: Math.max(0, capacity - sold - withdrawn),
        held: 0,
        sold,
        withdrawn,
      };
    }
    const add = (pick: (pool: (typeof counts)[number]) => number): number =>
      counts.reduce((all, pool) => all + pick(pool), 0);
    const capacity = add((pool) => pool.capacity);
    const free = add((pool) => pool.free);
    const withdrawn = add((pool) => pool.withdrawn);
    // read at two instants: clamp, because an order sold in between would make it negative
    return {
      ticketTypeId: id,
      name,
      capacity,
      free,
      held: Math.max(0, capacity - free - withdrawn - sold),
      sold,
      withdrawn,
    };
  });
}
