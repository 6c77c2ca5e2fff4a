import Type, { type Static } from 'typebox';
import { HoldShape } from '../orders/order-shapes.js';

/** GET /v1/holds: what the fan holds or is paying for, independent of remaining availability. */
export const OwnHoldsShape = Type.Object({ holds: Type.Array(HoldShape) }, { title: 'OwnHolds' });
export type OwnHoldsShape = Static<typeof OwnHoldsShape>;
