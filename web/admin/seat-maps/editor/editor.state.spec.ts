import { describe, expect, it } from '@jest/globals';
import type { MapSeat, SeatMapDocument } from '../../../../src/contract/stock/seat-map-shapes.js';
import { type BlockShape, layRows, letters, seatLabels, USUAL_SHAPE } from './block-shape.js';
import { allSeats } from './drawing.js';
import { type Change, changed, EMPTY_MAP } from './editor.state.js';
import { began, done, redone, undone } from './history.js';
import type { Mark } from './marks.js';
import { described, keptSelection, NOTHING_SELECTED, picked, seatOf, seatsWithin, stepped } from './selection.js';

const shape = (more: Partial<BlockShape> = {}): BlockShape => ({ ...USUAL_SHAPE, rows: 2, seats: 4, ...more });
const after = (...changes: Change[]): SeatMapDocument => changes.reduce(changed, EMPTY_MAP);
const add = (more: Partial<BlockShape> = {}): Change => ({
  type: 'add-section',
  shape: shape(more),
  at: { x: 0, y: 4 },
});
const mark = (wanted: Mark, ...ids: string[]): Change => ({ type: 'mark', ids: new Set(ids), mark: wanted });
const rowOf = (map: SeatMapDocument, row = 0): MapSeat[] => {
  const seats = map.sections[0]?.rows?.[row]?.seats;
  return typeof seats === 'object' ? seats : [];
};

describe('rows', () => {
  it('are centred, one behind the other, and wider towards the back if they grow', () => {
    const rows = layRows(shape({ grow: 2 }), { x: 10, y: 0 });
    expect(rows.map(({ seats }) => (seats as MapSeat[]).map(({ x }) => x))).toEqual([
      [8.5, 9.5, 10.5, 11.5],
      [7.5, 8.5, 9.5, 10.5, 11.5, 12.5],
    ]);
    expect(rows.map(({ seats }) => (seats as MapSeat[])[0]?.y)).toEqual([0, 1.2]);
  });

  it('bend around the stage: neighbours stay a seat apart, and the ends come forward', () => {
    const [front] = layRows(shape({ seats: 20, curve: 90 }), { x: 0, y: 0 });
    const seats = (front?.seats ?? []) as MapSeat[];
    const gaps = seats.slice(1).map(({ x, y }, n) => Math.hypot(x - (seats[n]?.x ?? 0), y - (seats[n]?.y ?? 0)));
    for (const gap of gaps) expect(gap).toBeCloseTo(1, 1);
    expect(seats[0]?.y).toBeLessThan((seats[10]?.y ?? 0) - 3);
  });

  it('leave an aisle wide enough that best seats do not span it', () => {
    const [row] = layRows(shape({ aisles: [2] }), { x: 0, y: 0 });
    expect(((row?.seats ?? []) as MapSeat[]).map(({ x }) => x)).toEqual([-2, -1, 1, 2]);
  });

  it.each<[BlockShape['numbering'], string[]]>([
    ['left', ['1', '2', '3', '4', '5']],
    ['right', ['5', '4', '3', '2', '1']],
    ['odd-even', ['5', '3', '1', '2', '4']],
  ])('number their seats %s', (numbering, expected) => {
    expect(seatLabels(5, numbering, 1)).toEqual(expected);
  });

  it('are named by numbers or letters, from the front or from the back', () => {
    const names = (more: Partial<BlockShape>) =>
      layRows(shape({ rows: 3, ...more }), { x: 0, y: 0 }).map((row) => row.label);
    expect(names({ firstRow: 'back' })).toEqual(['3', '2', '1']);
    expect(names({ rowNames: 'letters' })).toEqual(['A', 'B', 'C']);
    expect([25, 26, 701].map(letters)).toEqual(['Z', 'AA', 'ZZ']);
  });
});

describe('marks', () => {
  it('make a companion seat of the nearest wheelchair place, and none without one', () => {
    const map = after(add(), mark('companion', 'A-1-2'));
    expect(rowOf(map)[1]).not.toHaveProperty('companionOf');
    const marked = changed(changed(map, mark('accessible', 'A-1-1')), mark('companion', 'A-1-2', 'A-1-3'));
    expect(rowOf(marked).map(({ accessible, companionOf }) => accessible ?? companionOf)).toEqual([
      true,
      '1',
      '1',
      undefined,
    ]);
  });

  it('free the companions when their place goes', () => {
    const map = after(add(), mark('accessible', 'A-1-1'), mark('companion', 'A-1-2'));
    const gone = changed(map, { type: 'remove-seats', ids: new Set(['A-1-1']) });
    expect(rowOf(gone).map(({ label, companionOf }) => [label, companionOf])).toEqual([
      ['2', undefined],
      ['3', undefined],
      ['4', undefined],
    ]);
    expect(rowOf(changed(map, mark('plain', 'A-1-1')))[1]).not.toHaveProperty('companionOf');
  });

  it('keep a restricted view beside a wheelchair place, and end with a plain seat', () => {
    const map = after(add(), mark('restricted', 'A-1-1'), mark('accessible', 'A-1-1'));
    expect(rowOf(map)[0]).toMatchObject({ restricted: true, accessible: true });
    expect(rowOf(changed(map, mark('plain', 'A-1-1')))[0]).toEqual({ label: '1', x: -1.5, y: 4 });
  });

  it('change nothing but the rows they are in', () => {
    const map = after(add(), add());
    const next = changed(map, mark('restricted', 'A-1-1'));
    expect(next.sections[1]).toBe(map.sections[1]);
    expect(next.sections[0]?.rows?.[1]).toBe(map.sections[0]?.rows?.[1]);
    expect(changed(map, mark('restricted'))).toBe(map);
  });
});

describe('zones, areas and sections', () => {
  const zones: Change = { type: 'zones', zones: [{ key: 'Z1', label: 'Best' }] };

  it('lose a zone that is removed', () => {
    const map = after(
      add(),
      zones,
      { type: 'zone', ids: new Set(['A-1-1']), zone: 'Z1' },
      { type: 'describe', key: 'A', label: 'Stalls', zone: 'Z1' },
    );
    expect([map.sections[0]?.zone, rowOf(map)[0]?.zone]).toEqual(['Z1', 'Z1']);
    const without = changed(map, { type: 'zones', zones: [] });
    expect(JSON.stringify(without)).not.toContain('Z1');
  });

  it('are moved, sized and removed as a whole', () => {
    const area: Change = { type: 'add-standing', at: { x: 0, y: 0 }, width: 4, depth: 2, capacity: 50 };
    const map = after(
      add(),
      area,
      { type: 'move', key: 'PIT1', dx: 2, dy: 1 },
      { type: 'move', key: 'A', dx: 1, dy: 0 },
    );
    expect(map.standing?.[0]?.outline[0]).toEqual({ x: 0, y: 0 });
    expect(rowOf(map)[0]).toMatchObject({ x: -0.5, y: 4 });
    const sized = changed(map, { type: 'size-standing', key: 'PIT1', width: 2, depth: 2, capacity: 9 });
    expect(sized.standing?.[0]).toMatchObject({ capacity: 9, outline: [{ x: 1, y: 0 }, {}, { x: 3, y: 2 }, {}] });
    expect(changed(sized, { type: 'remove', key: 'PIT1' })).not.toHaveProperty('standing');
    expect(changed(map, { type: 'remove', key: 'A' }).sections).toEqual([]);
  });

  it('get keys that nothing else has', () => {
    const map = after(add(), add(), { type: 'remove', key: 'A' }, add());
    expect(map.sections.map(({ key }) => key)).toEqual(['B', 'A']);
  });
});

describe('undo and redo', () => {
  it('go through every version, and a new change ends what was undone', () => {
    const [one, two, three] = [after(add()), after(add(), add()), after(add({ rows: 5 }))];
    const history = done(done(began(EMPTY_MAP), one), two);
    const back = undone(undone(history));
    expect(back.present).toBe(EMPTY_MAP);
    expect(undone(back)).toBe(back);
    expect(redone(redone(back)).present).toBe(two);
    expect(done(undone(history), three).future).toEqual([]);
    expect(done(history, two)).toEqual(history);
  });
});

describe('a selection', () => {
  const map = after(add(), { type: 'add-section', shape: shape(), at: { x: 0, y: 10 } });

  it('goes from seat to seat by keys, across rows and sections', () => {
    const step = (from: string | null, direction: Parameters<typeof stepped>[2]) =>
      stepped(map, from, direction)?.id ?? null;
    expect(step(null, 'down')).toBe('A-1-1');
    expect([step('A-1-1', 'right'), step('A-1-1', 'left')]).toEqual(['A-1-2', null]);
    expect([step('A-1-2', 'down'), step('A-2-2', 'down'), step('B-1-2', 'up')]).toEqual(['A-2-2', 'B-1-2', 'A-2-2']);
  });

  it('takes what a frame covers, and lets go of one picked again', () => {
    const framed = picked(NOTHING_SELECTED, seatsWithin(map, { x: -2, y: 3 }, { x: 0, y: 4.5 }), false);
    expect([...framed.seats]).toEqual(['A-1-1', 'A-1-2']);
    expect([
      ...picked(
        framed,
        [seatOf(map, 'A-1-1')].flatMap((seat) => seat ?? []),
        true,
      ).seats,
    ]).toEqual(['A-1-2']);
  });

  it('drops what an undo has taken away', () => {
    const selection = picked(NOTHING_SELECTED, allSeats(map), false);
    expect(keptSelection(after(add()), selection)).toMatchObject({ key: null, cursor: null });
    expect(keptSelection(after(add()), selection).seats.size).toBe(8);
  });

  it('is told in words', () => {
    const seat = seatOf(after(add(), mark('accessible', 'A-1-1')), 'A-1-1');
    expect(seat && described(seat, true)).toBe('Section A, row 1, seat 1, wheelchair place, selected');
  });
});
