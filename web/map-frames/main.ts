import type { HousePlan, MapPoint } from '../../src/contract/stock/seat-map-shapes.js';
import type { SeatShape } from '../../src/contract/stock/availability-shapes.js';
import type { MapModel } from '../shared/seat-map/map-model.js';
import { SeatCanvas } from '../shared/seat-map/seat-canvas.js';
import '../shared/tokens.css';

/** The page that `npm run map-frames` measures: the map of a 60,000-seat house, without a server behind it. */
const SIDE = 10;
const ROWS = 20;
const SEATS_OF_A_ROW = 30;
const AISLE = 3;
/** Every n-th seat is taken, so that not all look alike. */
const TAKEN_EVERY = 3;
const SEATS_CHANGED_AT_ONCE = 40;

interface House {
  plan: HousePlan;
  seats: Map<string, SeatShape[]>;
}

function houseOfSixtyThousand(): House {
  const sections: HousePlan['sections'] = [];
  const seats = new Map<string, SeatShape[]>();
  for (let index = 0; index < SIDE * SIDE; index += 1) {
    const key = `S${index}`;
    const [left, top] = [(index % SIDE) * (SEATS_OF_A_ROW + AISLE), Math.floor(index / SIDE) * (ROWS + AISLE)];
    const corner = (right: boolean, bottom: boolean): MapPoint => ({
      x: left + (right ? SEATS_OF_A_ROW - 1 : 0),
      y: top + (bottom ? ROWS - 1 : 0),
    });
    const outline = [corner(false, false), corner(true, false), corner(true, true), corner(false, true)];
    const common = { key, label: `Section ${index}`, ticketTypeIds: [`tt_${index % 4}`], outline };
    sections.push({ ...common, seats: ROWS * SEATS_OF_A_ROW, accessible: 0, restricted: 0 });
    seats.set(
      key,
      Array.from({ length: ROWS * SEATS_OF_A_ROW }, (_, n): SeatShape => {
        const [row, seat] = [Math.floor(n / SEATS_OF_A_ROW), n % SEATS_OF_A_ROW];
        return {
          ...{ id: `${key}-${row}-${seat}`, row: String(row + 1), label: String(seat + 1) },
          ...{ ticketTypeId: `tt_${index % 4}`, x: left + seat, y: top + row },
          state: n % TAKEN_EVERY === 0 ? 'sold' : 'free',
        };
      }),
    );
  }
  return { plan: { version: 1, focalPoint: null, stage: null, zones: [], standing: [], sections }, seats };
}

const { plan, seats } = houseOfSixtyThousand();
const model: MapModel = {
  ...{ plan, seats, chosen: new Set<string>(), levels: new Map() },
  tiers: new Map([0, 1, 2, 3].map((rank) => [`tt_${rank}`, { rank, price: '€ 45.00' }])),
  words: { stage: 'Stage', row: (label) => label, levels: { plenty: 'plenty', low: 'few left', gone: 'gone' } },
};
const element = document.querySelector('canvas');
if (!element) throw new Error('the page has no canvas');
const map = new SeatCanvas(element, model, { onNeed: () => undefined, onPick: () => undefined });

/** Records frame times until the returned function is called, which returns the intervals in ms. */
function recordFrames(): () => number[] {
  const at: number[] = [];
  let running = true;
  const note = (now: number): void => {
    at.push(now);
    if (running) requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
  return () => {
    running = false;
    return at.slice(1).map((now, index) => now - (at[index] ?? now));
  };
}

/** Simulates other shoppers: a few seats of one section change state. */
function changeColours(turn: number): void {
  const key = `S${turn % (SIDE * SIDE)}`;
  const own = seats.get(key) ?? [];
  const flip = (seat: SeatShape): SeatShape => ({ ...seat, state: seat.state === 'free' ? 'held' : 'free' });
  seats.set(
    key,
    own.map((seat, n) => (n < SEATS_CHANGED_AT_ONCE ? flip(seat) : seat)),
  );
  map.update({ ...model, seats: new Map(seats) });
}

Object.assign(window, { mapFrames: { recordFrames, changeColours } });
