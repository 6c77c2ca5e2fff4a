import Type, { type Static } from 'typebox';
import { Nullable, Share, Time } from './schema.js';
import type { LiveShape } from './shapes.js';
import { stageCounts } from './stage-counts.js';

const Count = Type.Integer({ minimum: 0 });

/** Figures of a sale at one instant, as used by charts and reports. */
export const LiveFiguresShape = Type.Object(
  {
    arrivals: Count,
    served: Type.Optional(Count),
    admitted: Type.Optional(Type.Integer({ minimum: 0, description: 'Places let in so far.' })),
    epoch: Type.Optional(Nullable(Type.Integer())),
    failedShare: Type.Optional(Nullable(Share)),
    waiting: Count,
    present: Count,
    called: Count,
    shopping: Count,
    paying: Count,
    paid: Count,
    placed: Type.Optional(Count),
    abandoned: Type.Optional(Count),
    perMinute: Type.Number({ description: 'Admissions a minute, averaged over about the last 20 s.' }),
    target: Type.Number(),
    free: Count,
    held: Count,
    sold: Count,
    soldBy: Type.Optional(Type.Record(Type.String(), Count, { description: 'Sold of each ticket type.' })),
    revenueMinor: Type.Integer(),
    reason: Type.String(),
  },
  { title: 'LiveFigures' },
);
export type LiveFiguresShape = Static<typeof LiveFiguresShape>;

/** GET /v1/admin/sales/{id}/history. */
export const LiveHistoryShape = Type.Object(
  {
    stepSeconds: Type.Integer({ description: 'The distance between two points.' }),
    points: Type.Array(Type.Object({ at: Time, figures: LiveFiguresShape })),
    marks: Type.Array(
      Type.Object({ at: Time, action: Type.String(), actor: Type.String() }, { description: 'What was changed.' }),
    ),
    firstAt: Nullable(Time),
  },
  { title: 'LiveHistory' },
);
export type LiveHistoryShape = Static<typeof LiveHistoryShape>;

/** Extracts the figures of a live document that are kept in history. */
export function figuresOfLive(live: LiveShape): LiveFiguresShape {
  const lanes = Object.values(live.lanes);
  const sum = <T>(of: readonly T[], pick: (one: T) => number): number => of.reduce((all, one) => all + pick(one), 0);
  return {
    ...stageCounts(live),
    ...live.flow,
    arrivals: sum(lanes, (lane) => lane.arrivals),
    served: sum(lanes, (lane) => lane.serving),
    admitted: sum(lanes, (lane) => lane.admitted),
    epoch: live.epoch,
    failedShare: live.calls?.share ?? null,
    present: sum(lanes, (lane) => lane.present),
    perMinute: live.admittedPerMinute,
    target: live.target.perMinute,
    free: sum(live.stock, (type) => type.free),
    held: sum(live.stock, (type) => type.held),
    sold: sum(live.stock, (type) => type.sold),
    soldBy: Object.fromEntries(live.stock.map(({ ticketTypeId, sold }) => [ticketTypeId, sold])),
    revenueMinor: live.revenue.amount,
    reason: live.reason,
  };
}
