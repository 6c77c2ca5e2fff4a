import type { MapStage, MapZone } from '../../contract/stock/seat-map-shapes.js';

/** Rows of seats on arcs around the focal point, divided into sections of equal angle. */
export interface Bowl {
  /** Prefix of section names: `A1`, `A2` … */
  key: string;
  label: string;
  zone: string;
  sections: number;
  rows: number;
  /** Distance of the first row from the focal point, in seats. */
  radius: number;
  /** Ratio of width to depth. */
  stretch: number;
  /** Start and end of the bowl, in degrees from straight down towards the right. */
  from: number;
  to: number;
  /** Degrees left empty between two sections. */
  aisle: number;
  /** Number of sections whose last row has wheelchair places, each with an adjacent companion seat. */
  accessibleSections: number;
  /** Restricted-view seats at each end of a row, in the first and last section. */
  restrictedEnds: number;
}

export interface ShippedHouse {
  id: string;
  name: string;
  /** Exact number of seats: surplus seats of the arcs are removed from the last rows. */
  seats: number;
  accessible: number;
  stage: MapStage;
  zones: MapZone[];
  bowls: Bowl[];
  standing: { key: string; label: string; capacity: number; x: number; y: number; wide: number; deep: number }[];
}

const box = (x: number, y: number, wide: number, deep: number): MapStage['outline'] => [
  { x: x - wide / 2, y },
  { x: x + wide / 2, y },
  { x: x + wide / 2, y: y + deep },
  { x: x - wide / 2, y: y + deep },
];
const stage = (x: number, y: number, wide: number, deep: number): MapStage => ({
  label: 'Stage',
  outline: box(x, y, wide, deep),
});
const gold = { key: 'gold', label: 'Best seats' };
const silver = { key: 'silver', label: 'Middle' };
const bronze = { key: 'bronze', label: 'Upper' };
const usual = { stretch: 1, aisle: 3, accessibleSections: 0, restrictedEnds: 0 };

/** Descriptions of the built-in houses; shipped-maps.rules.ts draws them. */
export const shippedHouses: readonly ShippedHouse[] = [
  {
    ...{ id: 'map_club', name: 'Club, 800 seats', seats: 800, accessible: 4 },
    stage: stage(0, -5, 16, 4),
    zones: [gold, silver],
    bowls: [
      {
        ...usual,
        key: 'F',
        label: 'Floor',
        zone: 'gold',
        sections: 3,
        rows: 12,
        radius: 11,
        from: -55,
        to: 55,
        accessibleSections: 1,
      },
      {
        ...usual,
        key: 'B',
        label: 'Balcony',
        zone: 'silver',
        sections: 5,
        rows: 9,
        radius: 26,
        from: -62,
        to: 62,
        restrictedEnds: 2,
      },
    ],
    standing: [{ key: 'PIT', label: 'Standing in front of the stage', capacity: 200, x: 0, y: 1, wide: 14, deep: 6 }],
  },
  {
    ...{ id: 'map_theatre', name: 'Theatre, 2,300 seats', seats: 2_300, accessible: 12 },
    stage: stage(0, -7, 26, 6),
    zones: [gold, silver, bronze],
    bowls: [
      {
        ...usual,
        key: 'S',
        label: 'Stalls',
        zone: 'gold',
        sections: 5,
        rows: 20,
        radius: 17,
        from: -52,
        to: 52,
        accessibleSections: 3,
      },
      {
        ...usual,
        key: 'C',
        label: 'Circle',
        zone: 'silver',
        sections: 6,
        rows: 9,
        radius: 41,
        from: -56,
        to: 56,
        restrictedEnds: 2,
      },
      {
        ...usual,
        key: 'U',
        label: 'Upper circle',
        zone: 'bronze',
        sections: 6,
        rows: 8,
        radius: 54,
        from: -52,
        to: 52,
        restrictedEnds: 3,
      },
    ],
    standing: [],
  },
  {
    ...{ id: 'map_arena', name: 'Arena, 20,000 seats', seats: 20_000, accessible: 144 },
    stage: stage(0, -14, 40, 12),
    zones: [gold, silver, bronze],
    bowls: [
      {
        ...usual,
        key: 'L',
        label: 'Lower tier',
        zone: 'gold',
        sections: 32,
        rows: 26,
        radius: 44,
        stretch: 1.35,
        from: -150,
        to: 150,
        aisle: 1.4,
        accessibleSections: 32,
        restrictedEnds: 3,
      },
      {
        ...usual,
        key: 'M',
        label: 'Middle tier',
        zone: 'silver',
        sections: 36,
        rows: 15,
        radius: 78,
        stretch: 1.3,
        from: -152,
        to: 152,
        aisle: 1.1,
        accessibleSections: 4,
        restrictedEnds: 3,
      },
      {
        ...usual,
        key: 'U',
        label: 'Upper tier',
        zone: 'bronze',
        sections: 40,
        rows: 12,
        radius: 100,
        stretch: 1.26,
        from: -140,
        to: 140,
        aisle: 1,
      },
    ],
    standing: [{ key: 'FLOOR', label: 'Standing floor', capacity: 3_000, x: 0, y: 2, wide: 56, deep: 34 }],
  },
  {
    ...{ id: 'map_stadium', name: 'Stadium, 60,000 seats', seats: 60_000, accessible: 346 },
    stage: stage(0, -46, 60, 14),
    zones: [gold, silver, bronze],
    bowls: [
      {
        ...usual,
        key: 'L',
        label: 'Lower tier',
        zone: 'gold',
        sections: 96,
        rows: 32,
        radius: 72,
        stretch: 1.4,
        from: -160,
        to: 160,
        aisle: 0.6,
        accessibleSections: 96,
        restrictedEnds: 4,
      },
      {
        ...usual,
        key: 'M',
        label: 'Middle tier',
        zone: 'silver',
        sections: 96,
        rows: 22,
        radius: 112,
        stretch: 1.34,
        from: -162,
        to: 162,
        aisle: 0.5,
        accessibleSections: 12,
        restrictedEnds: 4,
      },
      {
        ...usual,
        key: 'U',
        label: 'Upper tier',
        zone: 'bronze',
        sections: 108,
        rows: 32,
        radius: 142,
        stretch: 1.3,
        from: -166,
        to: 166,
        aisle: 0.5,
      },
    ],
    standing: [{ key: 'FIELD', label: 'Standing on the field', capacity: 12_000, x: 0, y: -24, wide: 100, deep: 80 }],
  },
];
