import Type, { type Static } from 'typebox';
import { Count } from './schema.js';

/** How orders of a sale went so far. Charts and reports take what happened in a minute from the difference of two instants. */
export const LiveFlowShape = Type.Object(
  {
    placed: Type.Integer({ minimum: 0, description: 'Orders begun, whatever became of them.' }),
    abandoned: Type.Integer({ minimum: 0, description: 'Orders that ended without a payment: expired or canceled.' }),
  },
  { title: 'LiveFlow' },
);
export type LiveFlowShape = Static<typeof LiveFlowShape>;

/** Items under Attention that wait for a decision; one order may have several. */
export const OpenItems = Count;
