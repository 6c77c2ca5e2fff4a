import { describe, expect, it } from '@jest/globals';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import type { HousePlan } from '../../../src/contract/stock/seat-map-shapes.js';
import { pushedOut, SEAT_SIDE } from './labels.js';
import { type MapModel, ROW_MARK_AT } from './map-model.js';
import { titlesOf } from './paint-titles.js';
import { paint, repaintSeats } from './paint.js';
import type { Context, Palette } from './painting.types.js';

const section = {
  ...{ key: 'A', label: 'Stalls', seats: 30, accessible: 0, restricted: 0, ticketTypeIds: ['tt_1'] },
  outline: [
    { x: 0, y: 0 },
    { x: 29, y: 0 },
    { x: 29, y: 29 },
    { x: 0, y: 29 },
  ],
};
const seats = Array.from({ length: 30 }, (_, y) => ({
  ...{ id: `A-${y}`, row: String(y), label: '1', x: 14, y, state: 'free', ticketTypeId: 'tt_1' },
})) as unknown as SeatShape[];
const plan: HousePlan = { version: 1, focalPoint: null, stage: null, zones: [], standing: [], sections: [section] };
const model: MapModel = {
  ...{ plan, seats: new Map([['A', seats]]), chosen: new Set<string>(), levels: new Map() },
  tiers: new Map([['tt_1', { rank: 0, price: '€65' }]]),
  words: { stage: 'Stage', row: (label) => label, levels: { plenty: '', low: '', gone: '' } },
};
const view = { width: 300, height: 300 };
const palette = { tiers: ['black'] } as unknown as Palette;

/** Keeps what is written; a letter is six pixels wide. */
function paper(): { context: Context; written: string[] } {
  const written: string[] = [];
  const known: Record<string, unknown> = {
    measureText: (text: string) => ({ width: text.length * 6 }),
    fillText: (text: string) => void written.push(text),
  };
  const context = new Proxy(known, { get: (target, key: string) => target[key] ?? (() => undefined) });
  return { context: context as unknown as Context, written };
}

describe('painting single seats anew', () => {
  const title = 'Stalls · €65';

  it('leaves a title that stands outside the seats alone, which would grow bolder', () => {
    const { context, written } = paper();
    const camera = { scale: 8, x: 14, y: 10 };
    paint(context, model, camera, view, palette);
    expect(written).toContain(title);
    repaintSeats(context, model, seats, camera, view, palette);
    expect(written.filter((text) => text === title)).toHaveLength(1);
  });

  it('writes a title above the seats again on its ground, if a seat beneath it was painted', () => {
    const { context, written } = paper();
    const camera = { scale: 8, x: 14, y: 18.5 };
    repaintSeats(context, model, seats.slice(-1), camera, view, palette);
    expect(written).not.toContain(title);
    repaintSeats(context, model, seats.slice(0, 1), camera, view, palette);
    expect(written).toContain(title);
  });
});

describe('a row’s label', () => {
  it('stays where it is while it is short, and ends before the first seat however long it is', () => {
    const scale = 20;
    const away = { x: -1, y: 0 };
    expect(pushedOut({ away }, 6, scale)).toBe(0);
    const middle = ROW_MARK_AT * scale + pushedOut({ away }, 58, scale);
    expect(middle - 58 / 2).toBeGreaterThan((SEAT_SIDE / 2) * scale);
    expect(pushedOut({ away: { x: 0, y: -1 } }, 58, scale)).toBe(0);
  });
});

describe('a section’s title', () => {
  it('names all of its prices, each once, and has the name alone for little room', () => {
    const tiers = new Map(['€65', '€45', '€65'].map((price, rank) => [`tt_${rank}`, { rank, price }]));
    const both = { ...section, ticketTypeIds: ['tt_0', 'tt_1', 'tt_2'] };
    expect(titlesOf({ tiers }, { section: both })).toEqual(['Stalls · €65 / €45', 'Stalls']);
    expect(titlesOf({ tiers }, { section: { ...section, ticketTypeIds: [] } })).toEqual(['Stalls']);
  });
});
