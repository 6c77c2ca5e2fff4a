import Type, { type Static } from 'typebox';
import { Count, Nullable, Time } from '../schema.js';

/** Size limits of a seat map: each element is stored, sent and iterated. */
export const houseBounds = {
  sections: 500,
  rowsOfASection: 500,
  seatsOfARow: 1_000,
  tablesOfASection: 1_000,
  standing: 50,
  zones: 50,
  corners: 64,
  coordinate: 10_000,
} as const;

const closed = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 60, pattern: String.raw`^[^\p{C}]*\S[^\p{C}]*$` });
const Key = Type.String({ pattern: '^[A-Za-z0-9]{1,16}$' });
/** Doubles as part of the seat's id; labels with characters not allowed there need an explicit `id`. */
const Label = Type.String({ minLength: 1, maxLength: 16, pattern: String.raw`^[\p{L}\p{N}][\p{L}\p{N} ./-]*$` });
const SeatId = Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' });
const Coordinate = Type.Number({ minimum: -houseBounds.coordinate, maximum: houseBounds.coordinate });

export const MapPoint = Type.Object({ x: Coordinate, y: Coordinate }, { title: 'MapPoint', ...closed });
export type MapPoint = Static<typeof MapPoint>;
const Outline = Type.Array(MapPoint, { minItems: 3, maxItems: houseBounds.corners });

export const MapSeat = Type.Object(
  {
    id: Type.Optional(SeatId),
    label: Label,
    x: Coordinate,
    y: Coordinate,
    zone: Type.Optional(Key),
    accessible: Type.Optional(Type.Boolean()),
    companionOf: Type.Optional(SeatId),
    restricted: Type.Optional(Type.Boolean()),
  },
  { title: 'MapSeat', ...closed },
);
export type MapSeat = Static<typeof MapSeat>;

const SeatCount = Type.Integer({ minimum: 1, maximum: houseBounds.seatsOfARow });
const Seats = Type.Union([SeatCount, Type.Array(MapSeat, { minItems: 1, maxItems: houseBounds.seatsOfARow })]);
export const MapRow = Type.Object({ label: Label, seats: Seats }, { title: 'MapRow', ...closed });
export type MapRow = Static<typeof MapRow>;

/** A number of chairs is distributed evenly around the table. */
export const MapTable = Type.Object({ label: Label, x: Coordinate, y: Coordinate, seats: Seats }, closed);
export type MapTable = Static<typeof MapTable>;

export const MapSection = Type.Object(
  {
    key: Key,
    label: Name,
    zone: Type.Optional(Key),
    rows: Type.Optional(Type.Array(MapRow, { maxItems: houseBounds.rowsOfASection })),
    tables: Type.Optional(Type.Array(MapTable, { maxItems: houseBounds.tablesOfASection })),
  },
  { title: 'MapSection', ...closed },
);
export type MapSection = Static<typeof MapSection>;

export const MapZone = Type.Object({ key: Key, label: Name }, { title: 'MapZone', ...closed });
export type MapZone = Static<typeof MapZone>;

export const MapStage = Type.Object({ label: Name, outline: Outline }, { title: 'MapStage', ...closed });
export type MapStage = Static<typeof MapStage>;

export const MapStanding = Type.Object(
  { key: Key, label: Name, capacity: Type.Integer({ minimum: 1, maximum: 1_000_000 }), outline: Outline },
  { title: 'MapStanding', ...closed },
);
export type MapStanding = Static<typeof MapStanding>;

/** A seat map in short or long form: docs/seat-map.md. */
export const SeatMapDocument = Type.Object(
  {
    name: Type.Optional(Name),
    focalPoint: Type.Optional(MapPoint),
    stage: Type.Optional(MapStage),
    zones: Type.Optional(Type.Array(MapZone, { maxItems: houseBounds.zones })),
    sections: Type.Array(MapSection, { maxItems: houseBounds.sections }),
    standing: Type.Optional(Type.Array(MapStanding, { maxItems: houseBounds.standing })),
  },
  { title: 'SeatMapDocument', ...closed },
);
export type SeatMapDocument = Static<typeof SeatMapDocument>;

const summary = {
  id: Type.String(),
  name: Type.String(),
  /** Shipped with the program: cannot be changed or deleted. */
  shipped: Type.Boolean(),
  seats: Count,
  sections: Count,
  standing: Count,
  accessible: Count,
  zones: Type.Array(MapZone),
  createdAt: Nullable(Time),
};
export const SeatMapSummary = Type.Object(summary, { title: 'SeatMapSummary' });
export type SeatMapSummary = Static<typeof SeatMapSummary>;
export const SeatMapList = Type.Object({ seatMaps: Type.Array(SeatMapSummary) }, { title: 'SeatMapList' });
export type SeatMapList = Static<typeof SeatMapList>;
export const SeatMapShape = Type.Object({ ...summary, seatMap: SeatMapDocument }, { title: 'SeatMap' });
export type SeatMapShape = Static<typeof SeatMapShape>;

/** The seat map of a sale; `seatMapId` is the stored map it was copied from. */
export const SaleSeatMapShape = Type.Object(
  {
    seatMapId: Nullable(Type.String()),
    version: Count,
    saleVersion: Type.String({
      description: 'Of the sale. Sent back with a map, another one of a draft is a conflict.',
    }),
    seatMap: Nullable(SeatMapDocument),
  },
  { title: 'SaleSeatMap' },
);
export type SaleSeatMapShape = Static<typeof SaleSeatMapShape>;

/** GET /v1/sales/{slug}/seat-map: the house in outline, the same for everybody. Seats are fetched per section. */
export const HousePlanSection = Type.Object(
  {
    key: Type.String(),
    label: Type.String(),
    seats: Count,
    accessible: Count,
    restricted: Count,
    ticketTypeIds: Type.Array(Type.String()),
    outline: Type.Array(MapPoint),
  },
  { title: 'HousePlanSection' },
);
export type HousePlanSection = Static<typeof HousePlanSection>;
export const HousePlan = Type.Object(
  {
    version: Count,
    focalPoint: Nullable(MapPoint),
    stage: Nullable(MapStage),
    zones: Type.Array(MapZone),
    standing: Type.Array(MapStanding),
    sections: Type.Array(HousePlanSection),
  },
  { title: 'HousePlan' },
);
export type HousePlan = Static<typeof HousePlan>;
