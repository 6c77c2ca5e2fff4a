import Type, { type Static } from 'typebox';
import { Count, Nullable, Share, Time } from '../schema.js';

/** The simulated crowd of a rehearsal. Times are means of exponential distributions. */
export const CrowdShape = Type.Object(
  {
    fans: Count,
    beforeOpening: Type.Number({ description: 'Share of the fans who are there at the opening.' }),
    arriveMinutes: Type.Number({ description: 'The others come in over so many minutes.' }),
    patienceMinutes: Type.Number(),
    noShow: Type.Number({ description: 'Share of those called who do not come in.' }),
    abandon: Type.Number({ description: 'Share of those inside who buy nothing.' }),
    basket: Type.Number({ description: 'Tickets of a purchase, on average.' }),
    shopSeconds: Type.Number(),
    paySeconds: Type.Number(),
    decline: Type.Number({ description: 'Share of payments that are declined.' }),
    farmIdentities: Count,
    farmPlaces: Type.Integer({ minimum: 0, description: 'Places that those identities take in all.' }),
    faultAtMinute: Nullable(Type.Number()),
    faultMinutes: Type.Number({ description: 'How long payments are down.' }),
    seed: Type.Integer(),
  },
  { title: 'Crowd' },
);
export type CrowdShape = Static<typeof CrowdShape>;

const WaitsShape = Type.Object({ p50: Type.Number(), p90: Type.Number(), p99: Type.Number() });

export const RehearsalResultShape = Type.Object(
  {
    minutes: Type.Number({ description: 'How long the sale ran.' }),
    soldOutAtMinute: Nullable(Type.Number()),
    capacity: Count,
    sold: Count,
    admitted: Count,
    purchases: Count,
    abandoned: Count,
    declined: Count,
    passedOver: Type.Integer({ description: 'Places whose fan was not there.' }),
    neverCalled: Count,
    hopelessFrom: Nullable(
      Type.Integer({ description: 'Positions from here on were not called before it was sold out.' }),
    ),
    waitMinutes: Nullable(WaitsShape),
    peakInside: Count,
    peakPurchasesPerMinute: Count,
    seats: Type.Optional(
      Nullable(
        Type.Object(
          { groups: Count, together: Share, leftSingle: Share, split: Share },
          { description: 'How the search for the best seats served the groups; null without named seats.' },
        ),
      ),
    ),
    farm: Nullable(
      Type.Object(
        { places: Count, admitted: Count, share: Share, fairShare: Share },
        { description: 'fairShare: what as many people would have.' },
      ),
    ),
    limits: Type.Array(Type.Object({ reason: Type.String(), share: Share }), {
      description: 'What held admission back, by share of the time.',
    }),
    timeline: Type.Array(
      Type.Object({
        minute: Count,
        waiting: Count,
        inside: Count,
        admitted: Count,
        sold: Count,
        target: Type.Number(),
        reason: Type.String(),
      }),
    ),
    conserved: Type.Boolean({ description: 'capacity = free + held + sold, each second.' }),
    recommended: Type.Object({
      perMinute: Count,
      cap: Count,
      purchasesPerSecond: Type.Number(),
      nodes: Count,
      nodeHours: Type.Optional(
        Type.Integer({ description: 'Hours of all nodes together, from an hour before the opening to the end.' }),
      ),
      why: Type.Array(Type.String()),
    }),
  },
  { title: 'RehearsalResult' },
);
export type RehearsalResultShape = Static<typeof RehearsalResultShape>;

/** POST and GET /v1/admin/sales/{id}/rehearsal. */
export const RehearsalShape = Type.Object(
  {
    id: Type.String(),
    saleId: Type.String(),
    state: Type.Enum(['running', 'done', 'failed', 'canceled']),
    progress: Type.Number({ description: 'From 0 to 1.' }),
    crowd: CrowdShape,
    result: Nullable(RehearsalResultShape),
    startedBy: Type.String(),
    startedAt: Time,
    endedAt: Nullable(Time),
  },
  { title: 'Rehearsal' },
);
export type RehearsalShape = Static<typeof RehearsalShape>;
