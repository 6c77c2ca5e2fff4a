import type { MapSection, MapZone } from '../../../../src/contract/stock/seat-map-shapes.js';
import { chairsOf, type DrawnSeat, seatsOfSection } from './drawing.js';

/** Seats of one look, as one path: a house of thousands is drawn with a few elements. */
interface SeatPath {
  className: string;
  d: string;
}

const RADIUS = 0.4;
/** Colours of zones that the style sheet has. */
const TIERS = 6;

type Drawable = Pick<DrawnSeat['seat'], 'x' | 'y' | 'zone' | 'accessible' | 'companionOf' | 'restricted'>;

/** Shapes differ as well as colours: wheelchair places are squares, companions rings, restricted views diamonds. */
function shapeOf({ x, y, accessible, companionOf, restricted }: Drawable): string {
  const r = RADIUS;
  if (accessible) return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
  if (companionOf !== undefined) return circle(x, y, r) + circle(x, y, r / 2);
  if (restricted) return `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`;
  return circle(x, y, r);
}

export const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

const known = new WeakMap<MapSection, { zones: readonly MapZone[] | undefined; paths: SeatPath[] }>();

/** Returns a section's seats as one path per zone. */
export function seatPaths(section: MapSection, zones: readonly MapZone[] | undefined): SeatPath[] {
  const present = known.get(section);
  if (present && present.zones === zones) return present.paths;
  const byTier = new Map<number, string[]>();
  const add = (seat: Drawable): void => {
    const rank = Math.max(
      0,
      (zones ?? []).findIndex(({ key }) => key === (seat.zone ?? section.zone)),
    );
    const tier = (rank % TIERS) + 1;
    const own = byTier.get(tier);
    if (own) own.push(shapeOf(seat));
    else byTier.set(tier, [shapeOf(seat)]);
  };
  for (const { seat } of seatsOfSection(section)) add(seat);
  for (const chair of chairsOf(section)) add(chair);
  const paths = [...byTier].map(([tier, parts]) => ({ className: `seat-tier-${tier}`, d: parts.join('') }));
  known.set(section, { zones, paths });
  return paths;
}
