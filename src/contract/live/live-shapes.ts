import Type, { type Static } from 'typebox';
import { LiveAbuseShape } from '../line/abuse-shapes.js';
import { DegradationStep } from '../line/degradation.js';
import { LiveJoinsShape } from '../line/entry-shapes.js';
import { LiveCallsShape } from './live-calls.js';
import { LiveFlowShape, OpenItems } from './live-flow.js';
import { Count, Money, Nullable, Share, Time } from '../schema.js';
import { SaleState } from '../sale/sale-shapes.js';

// The figures of the control room. Times are RFC 3339 UTC with milliseconds; money is in minor units.

export const PaymentHealthState = Type.Enum(['healthy', 'degraded', 'down', 'unknown']);

/** GET /v1/admin/sales/{id}/live and the socket event `live`. */
export const LiveShape = Type.Object(
  {
    at: Time,
    state: SaleState,
    lanes: Type.Record(
      Type.String(),
      Type.Object({
        ...{ arrivals: Count, waiting: Count, present: Count, serving: Count, called: Count },
        admitted: Type.Integer({ minimum: 0, description: 'Places let in so far.' }),
      }),
    ),
    epoch: Nullable(
      Type.Integer({ description: 'Rises each time the line and the stock are rebuilt. null: they cannot be read.' }),
    ),
    connected: Count,
    active: Count,
    admittedPerMinute: Type.Number(),
    target: Type.Object({ cap: Count, perMinute: Type.Number() }),
    reason: Type.String({ description: 'Why people are let in at this speed; see docs/glossary.md.' }),
    stock: Type.Array(
      Type.Object({
        ticketTypeId: Type.String(),
        name: Type.String(),
        capacity: Count,
        free: Count,
        held: Count,
        sold: Count,
        withdrawn: Count,
      }),
    ),
    orders: Type.Object({ pending: Count, authorized: Count, paid: Count, attention: Count }),
    flow: LiveFlowShape,
    attentionItems: OpenItems,
    revenue: Money,
    payments: Type.Object({
      state: PaymentHealthState,
      successRate: Nullable(Share),
      p95Ms: Nullable(Type.Number()),
    }),
    conservation: Type.Object({ ok: Type.Boolean(), checkedAt: Nullable(Time) }),
    joins: LiveJoinsShape,
    abuse: Nullable(LiveAbuseShape),
    calls: Nullable(LiveCallsShape),
    nodes: Type.Array(
      Type.Object({
        id: Type.String(),
        connected: Count,
        roles: Type.Array(Type.String()),
        step: DegradationStep,
        shedding: Type.Array(Type.String(), {
          description:
            'What an overloaded node turns away for now: poll, socket, place, join, inside, money, in this order.',
        }),
        at: Time,
      }),
    ),
  },
  { title: 'Live' },
);
export type LiveShape = Static<typeof LiveShape>;
