import Type, { type Static } from 'typebox';
import { Count, Nullable, Share, Time } from '../schema.js';

/** How fans' calls were answered lately, by all nodes together and for all their sales. */
export const LiveCallsShape = Type.Object(
  {
    answered: Type.Integer({ minimum: 0, description: 'Answers to fans in the last minute, refused ones included.' }),
    failed: Type.Integer({ minimum: 0, description: 'Of these, answered with 5xx: faults, and calls turned away.' }),
    share: Nullable(Share),
    nodes: Count,
    lostNodes: Type.Array(Type.Object({ id: Type.String(), at: Time }), {
      description: 'Nodes that fell silent in the last ten minutes without shutting down.',
    }),
    rolesAway: Type.Array(Type.String(), {
      description: 'Roles that nodes had before, and that no node that reports has: edge, shop, payments, control.',
    }),
  },
  { title: 'LiveCalls' },
);
export type LiveCallsShape = Static<typeof LiveCallsShape>;
