import type { Rebuilt } from '../../checkout/recovery/rebuild-reports.types.js';
import type { LiveFiguresShape } from '../../contract/live/live-history.js';
import type { RebuildShape } from '../../contract/stock/rebuild-shapes.js';

/** The last figures that the control room kept before a rebuild. */
export interface LastSeen {
  at: Date;
  figures: LiveFiguresShape;
}

/** When the sale was stopped, by the clock of the report. */
export const stoppedAt = ({ at, report }: Rebuilt): Date => new Date(at.getTime() - report.tookMs);

export function rebuildShape(rebuilt: Rebuilt, before: LastSeen | null): RebuildShape {
  const { id, epoch, at, report } = rebuilt;
  const { line, stock, units, conflicts, tookMs } = report;
  return {
    ...{ id, epoch, beganAt: stoppedAt(rebuilt).toISOString(), at: at.toISOString(), tookMs },
    found: stock.found,
    before: before && beforeOf(before),
    ...{ admissionsLost: line.admissionsLost, lanes: line.lanes, holdsLost: stock.holdsLost },
    orders: { units, regained: stock.unitsRegained, dropped: stock.unitsDropped, conflicts },
    seats: { freed: stock.seatsFreed, corrected: stock.seatsCorrected },
    ...{ pools: stock.pools, examples: stock.examples },
  };
}

/** Figures whose line could not be read say nothing about what was lost. */
function beforeOf({ at, figures }: LastSeen): RebuildShape['before'] {
  const { waiting, called, shopping, paying, free, held, sold } = figures;
  if (waiting === null || called === null || shopping === null || free === null || held === null) return null;
  return { at: at.toISOString(), waiting, called, shopping, paying, free, held, sold };
}
