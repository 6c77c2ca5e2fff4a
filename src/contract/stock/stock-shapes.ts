import Type, { type Static } from 'typebox';
import { Count, Nullable, Time } from '../schema.js';

/**
 * Stock of one ticket type; free + held + sold + withdrawn = capacity, and `blocked` is the recoverable part of
 * `withdrawn`.
 */
const breakdown = {
  ticketTypeId: Type.String(),
  capacity: Count,
  free: Count,
  held: Count,
  sold: Count,
  withdrawn: Count,
  blocked: Count,
};
export const StockBreakdown = Type.Object(breakdown, { title: 'StockBreakdown' });
export type StockBreakdown = Static<typeof StockBreakdown>;

/** POST /v1/admin/sales/{id}/stock: the changed ticket type, and all of them. */
export const StockAnswer = Type.Object({ ...breakdown, stock: Type.Array(StockBreakdown) }, { title: 'StockAnswer' });
export type StockAnswer = Static<typeof StockAnswer>;

/** POST /v1/admin/sales/{id}/ticket-types: the added ticket type. */
export const AddedTypeAnswer = Type.Object(
  { id: Type.String(), ...breakdown, stock: Type.Array(StockBreakdown) },
  { title: 'AddedType' },
);
export type AddedTypeAnswer = Static<typeof AddedTypeAnswer>;

export const ChannelShape = Type.Object(
  {
    key: Type.String(),
    label: Type.String(),
    partnerId: Nullable(Type.String()),
    lanes: Type.Array(Type.String()),
    allocations: Type.Array(
      Type.Object({
        ticketTypeId: Type.String(),
        quantity: Count,
        capacity: Count,
        sold: Count,
        withdrawn: Count,
        free: Nullable(Count),
      }),
    ),
    seatIds: Type.Array(Type.String(), { description: 'Its named seats; empty for public, which has the rest.' }),
    returnAt: Nullable(Time),
    returnTo: Type.String(),
    returnBelowPercent: Nullable(
      Type.Integer({
        minimum: 1,
        maximum: 99,
        description: 'Returns by itself once `returnTo` has at most this percentage of its stock unsold.',
      }),
    ),
  },
  { title: 'Channel' },
);
export type ChannelShape = Static<typeof ChannelShape>;

/** GET and PUT /v1/admin/sales/{id}/channels; `public` is always among them. */
export const ChannelsAnswer = Type.Object(
  {
    channels: Type.Array(ChannelShape),
    version: Type.String({ description: 'Of channels and stock; sent back with a change, another one is a conflict.' }),
  },
  { title: 'Channels' },
);
export type ChannelsAnswer = Static<typeof ChannelsAnswer>;
