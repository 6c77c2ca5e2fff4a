import Type, { type Static } from 'typebox';
import { Count } from '../schema.js';

/**
 * Cumulative order counters of a sale. Charts and reports derive per-minute figures from the difference of two
 * instants.
 */
export const LiveFlowShape = Type.Object(
  {
    placed: Type.Integer({ minimum: 0, description: 'Orders begun, whatever became of them.' }),
    abandoned: Type.Integer({ minimum: 0, description: 'Orders that ended without a payment: expired or canceled.' }),
  },
  { title: 'LiveFlow' },
);
export type LiveFlowShape = Static<typeof LiveFlowShape>;

/** Open attention items; one order may have several. */
export const OpenItems = Count;
