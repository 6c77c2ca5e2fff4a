import Type, { type Static } from 'typebox';
import { Count } from '../schema.js';
import { StockState } from '../sale/sale-shapes.js';

// What is free: by ticket type, by section, by seat. Times are RFC 3339 UTC with milliseconds; money is in minor units.

export const SeatState = Type.Enum(['free', 'held', 'sold', 'withdrawn']);
export type SeatState = Static<typeof SeatState>;

export const SectionFigures = Type.Object(
  {
    key: Type.String(),
    label: Type.String(),
    state: StockState,
    free: Type.Optional(Count),
    accessible: Type.Optional(
      Type.Enum(StockState.enum, {
        description:
          'Its wheelchair places, which `state` and `free` leave out until they are released; absent where it has none, and from deltas.',
      }),
    ),
  },
  { title: 'SectionFigures' },
);

export const TypeFigures = Type.Object(
  {
    ticketTypeId: Type.String(),
    state: StockState,
    free: Type.Optional(Count),
    sections: Type.Optional(Type.Array(SectionFigures)),
  },
  { title: 'TicketTypeFigures' },
);

/** `free` is included only for bearers of a pass. */
export const AvailabilityShape = Type.Object(
  { version: Type.Integer(), ticketTypes: Type.Array(TypeFigures) },
  { title: 'Availability' },
);
export type AvailabilityShape = Static<typeof AvailabilityShape>;

export const SeatShape = Type.Object(
  {
    id: Type.String(),
    row: Type.String(),
    label: Type.String(),
    ticketTypeId: Type.String(),
    state: SeatState,
    x: Type.Number(),
    y: Type.Number(),
    /** The following are present only where they apply. */
    zone: Type.Optional(Type.String()),
    accessible: Type.Optional(Type.Boolean()),
    companionOf: Type.Optional(Type.String()),
    restricted: Type.Optional(Type.Boolean()),
    table: Type.Optional(Type.Boolean()),
  },
  { title: 'Seat' },
);
export type SeatShape = Static<typeof SeatShape>;

export const SectionShape = Type.Object(
  { version: Type.Integer(), section: Type.String(), label: Type.String(), seats: Type.Array(SeatShape) },
  { title: 'Section' },
);
export type SectionShape = Static<typeof SectionShape>;

/** GET /v1/sales/{slug}/availability: all ticket types, or with `?section=` the seats of one section. */
export const AvailabilityAnswer = Type.Union([AvailabilityShape, SectionShape], { title: 'AvailabilityAnswer' });
