import type { DrawShape, LaneSnapshot, Snapshot } from '../../contract/line/line-shapes.js';
import type { QueueFigures } from '../../queue/queue.types.js';
import { nextBoundaryMs } from '../life/sale.state.js';
import { publicStock } from '../catalogue/changes/sale-stock.js';
import { timesOf } from '../catalogue/sale-view.rules.js';
import type { SaleView, StockFigure } from '../sales.types.js';
import { pollAfterMs } from './snapshot.policy.js';

/** Exceeds any sale time within an epoch (31 years), so that versions of later epochs are always higher. */
const EPOCH_STEP = 10 ** 12;

/** Returns a monotonic version: a new epoch exceeds any time of earlier ones. Exact up to epoch 9,000. */
export const versionOf = (epoch: number, saleMs: number): number => epoch * EPOCH_STEP + saleMs;

export interface SnapshotFacts {
  view: SaleView;
  figures: QueueFigures;
  /** Null while unknown: the stock then shows its last reported state. */
  stock: readonly StockFigure[] | null;
  nowMs: number;
}

/** Composes the public document, identical for all fans: everything a page needs to compute where its fan stands. */
export function composeSnapshot({ view, figures, stock, nowMs }: SnapshotFacts): Snapshot {
  const waiting = Object.values(figures.lanes).reduce((sum, lane) => sum + lane.waiting, 0);
  const boundary =
    view.state === 'scheduled' || view.state === 'prequeue' ? nextBoundaryMs(view.state, timesOf(view)) : null;
  return {
    version: versionOf(figures.epoch, figures.saleMs + figures.extendedMs),
    at: new Date(nowMs).toISOString(),
    saleId: view.id,
    state: view.state,
    prequeueAt: view.prequeueAt,
    opensAt: view.opensAt,
    closesAt: view.closesAt,
    lanes: lanesOf(figures),
    draw: figures.draw,
    stock: stockOf(view, stock),
    notice: view.notice,
    ...(view.policy.stepUp === 'everyone' && { stepUp: 'everyone' as const }),
    ...canceled(view),
    pollAfterMs: pollAfterMs(view.state, boundary === null ? null : boundary - nowMs, waiting),
    stale: false,
  };
}

/**
 * Composes a snapshot from Postgres alone, without the line, for a node that has never received one. Includes the draw,
 * because no line may be shown without the commitment against which its draw is verified.
 */
export function bareSnapshot(view: SaleView, draw: DrawShape, nowMs: number): Snapshot {
  const lanes = view.lanes.map(({ key, weight }): [string, LaneSnapshot] => [
    key,
    { arrivals: 0, drawn: null, serving: 0, window: 0, present: 0, weight, perMinute: 0, measured: null, chance: [] },
  ]);
  return {
    version: 0,
    at: new Date(nowMs).toISOString(),
    saleId: view.id,
    state: view.state,
    prequeueAt: view.prequeueAt,
    opensAt: view.opensAt,
    closesAt: view.closesAt,
    lanes: Object.fromEntries(lanes),
    draw,
    stock: stockOf(view, null),
    notice: view.notice,
    ...(view.policy.stepUp === 'everyone' && { stepUp: 'everyone' as const }),
    ...canceled(view),
    pollAfterMs: pollAfterMs(view.state, null, 0),
    stale: true,
  };
}

/** Only a canceled show says so: the snapshots of all others have not a byte of it. */
const canceled = ({ show: { canceledAt } }: SaleView): Pick<Snapshot, 'showCanceledAt'> =>
  canceledAt === undefined ? {} : { showCanceledAt: canceledAt };

/** Returns only public figures, not those of ready or called fans. */
function lanesOf(figures: QueueFigures): Record<string, LaneSnapshot> {
  const lanes = Object.entries(figures.lanes).map(([key, lane]): [string, LaneSnapshot] => {
    const { arrivals, drawn, serving, window, present, weight, perMinute, measured, chance } = lane;
    return [key, { arrivals, drawn, serving, window, present, weight, perMinute, measured, chance }];
  });
  return Object.fromEntries(lanes);
}

function stockOf(view: SaleView, stock: readonly StockFigure[] | null): Snapshot['stock'] {
  const states = publicStock(stock ?? []);
  return view.ticketTypes.map(({ id, priceMinor, toldStock }) => {
    return {
      ticketTypeId: id,
      price: { amount: priceMinor, currency: view.currency },
      state: states.get(id) ?? toldStock,
    };
  });
}
