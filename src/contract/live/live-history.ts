import Type, { type Static } from 'typebox';
import { Nullable, Share, Time } from '../schema.js';
import { LaneSnapshot } from '../line/line-shapes.js';
import { type LiveShape } from './live-shapes.js';
import { isLineKnown, stageCounts } from './stage-counts.js';

const Count = Type.Integer({ minimum: 0 });

/** What fans of each lane were told of their chances, once a minute while the sale is open. */
const ToldLanes = Type.Record(
  Type.String(),
  Type.Object({ serving: Count, waiting: Count, chance: LaneSnapshot.properties.chance }),
);
export type ToldLanes = Static<typeof ToldLanes>;

/** Figures of a sale at one instant, as used by charts and reports. null: the line could not be read. */
export const LiveFiguresShape = Type.Object(
  {
    arrivals: Nullable(Count),
    served: Type.Optional(Nullable(Count)),
    admitted: Type.Optional(Nullable(Type.Integer({ minimum: 0, description: 'Places let in so far.' }))),
    epoch: Type.Optional(Nullable(Type.Integer())),
    failedShare: Type.Optional(Nullable(Share)),
    waiting: Nullable(Count),
    present: Nullable(Count),
    called: Nullable(Count),
    shopping: Nullable(Count),
    paying: Count,
    paid: Count,
    placed: Type.Optional(Count),
    abandoned: Type.Optional(Count),
    perMinute: Nullable(Type.Number({ description: 'Admissions a minute, averaged over about the last 20 s.' })),
    target: Nullable(Type.Number()),
    free: Nullable(Count),
    held: Nullable(Count),
    sold: Count,
    soldBy: Type.Optional(Type.Record(Type.String(), Count, { description: 'Sold of each ticket type.' })),
    revenueMinor: Type.Integer(),
    reason: Type.String(),
    told: Type.Optional(ToldLanes),
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
  const known = isLineKnown(live);
  const ofLine = (figure: number): number | null => (known ? figure : null);
  const { waiting, called, shopping, paying, paid } = stageCounts(live);
  return {
    ...{ waiting: ofLine(waiting), called: ofLine(called), shopping: ofLine(shopping), paying, paid },
    ...live.flow,
    arrivals: ofLine(sum(lanes, (lane) => lane.arrivals)),
    served: ofLine(sum(lanes, (lane) => lane.serving)),
    admitted: ofLine(sum(lanes, (lane) => lane.admitted)),
    epoch: live.epoch,
    failedShare: live.calls?.share ?? null,
    present: ofLine(sum(lanes, (lane) => lane.present)),
    perMinute: ofLine(live.admittedPerMinute),
    target: ofLine(live.target.perMinute),
    free: ofLine(sum(live.stock, (type) => type.free)),
    held: ofLine(sum(live.stock, (type) => type.held)),
    sold: sum(live.stock, (type) => type.sold),
    soldBy: Object.fromEntries(live.stock.map(({ ticketTypeId, sold }) => [ticketTypeId, sold])),
    revenueMinor: live.revenue.amount,
    reason: live.reason,
  };
}

/** Extracts what fans were told of their chances; undefined where nobody waits, or nothing can be said. */
export function toldOf(lanes: Readonly<Record<string, ToldLanes[string]>>): ToldLanes | undefined {
  const told = Object.entries(lanes).flatMap(([key, { serving, waiting, chance }]) =>
    chance.length === 0 ? [] : [[key, { serving, waiting, chance }] as const],
  );
  return told.length === 0 ? undefined : Object.fromEntries(told);
}
