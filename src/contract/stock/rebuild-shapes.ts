import Type, { type Static } from 'typebox';
import { Count, Nullable, Time } from '../schema.js';

const PoolCounts = Type.Object(
  { free: Count, held: Count, committed: Count, returning: Count, withdrawn: Count },
  { title: 'PoolCounts', description: '`committed`: sold, or being paid for.' },
);

/** What the control room last showed before Redis was lost. */
const FiguresBefore = Type.Object(
  {
    at: Time,
    ...{ waiting: Nullable(Count), called: Nullable(Count), shopping: Nullable(Count), paying: Nullable(Count) },
    ...{ free: Nullable(Count), held: Nullable(Count), sold: Nullable(Count) },
  },
  { title: 'FiguresBeforeRebuild' },
);

/** One rebuild of a sale: what Redis should have held, what it held, and what was lost. null: unknown. */
export const RebuildShape = Type.Object(
  {
    id: Type.String(),
    epoch: Type.Integer({ description: 'The one that the rebuild began.' }),
    beganAt: Type.String({ format: 'date-time', description: 'When the sale was stopped.' }),
    at: Type.String({ format: 'date-time', description: 'When it went on.' }),
    tookMs: Count,
    found: Type.Enum(['stock', 'nothing', 'unfinished', 'unreadable'], {
      description:
        'What Redis held: stock of the epoch before, nothing, a rebuild that had not finished, or what could not be read.',
    }),
    before: Nullable(FiguresBefore),
    admissionsLost: Nullable(Count),
    lanes: Type.Array(
      Type.Object({
        lane: Type.String(),
        arrivals: Type.Integer({ description: 'Numbers resume above this one.' }),
        serving: Count,
        found: Nullable(Type.Object({ arrivals: Count, serving: Count, called: Count, present: Count })),
      }),
    ),
    holdsLost: Nullable(Count),
    orders: Type.Object({
      units: Type.Integer({ minimum: 0, description: 'Units of orders, as written from Postgres.' }),
      regained: Nullable(Count),
      dropped: Nullable(Count),
      conflicts: Type.Integer({ minimum: 0, description: 'Units that two orders claim; each is an attention item.' }),
    }),
    seats: Type.Object({ freed: Nullable(Count), corrected: Nullable(Count) }),
    pools: Type.Array(
      Type.Object({
        ...{ poolId: Type.String(), ticketTypeId: Type.String(), channel: Type.String() },
        rebuilt: PoolCounts,
        found: Nullable(PoolCounts),
      }),
    ),
    examples: Type.Array(Type.String(), { maxItems: 50, description: 'The first differences, by id.' }),
  },
  { title: 'Rebuild' },
);
export type RebuildShape = Static<typeof RebuildShape>;

/** GET /v1/admin/sales/{id}/rebuilds: newest first. */
export const RebuildsAnswer = Type.Object(
  { rebuilds: Type.Array(RebuildShape, { maxItems: 20 }) },
  { title: 'Rebuilds' },
);
export type RebuildsAnswer = Static<typeof RebuildsAnswer>;
