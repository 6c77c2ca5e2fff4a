import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSeatMap } from '../../src/inventory/seats/seat-map.rules.js';
import { type BlockShape, USUAL_SHAPE } from '../../web/admin/seat-maps/editor/block-shape.js';
import { allSeats } from '../../web/admin/seat-maps/editor/drawing.js';
import { type Change, changed, EMPTY_MAP } from '../../web/admin/seat-maps/editor/editor.state.js';
import type { Mark } from '../../web/admin/seat-maps/editor/marks.js';

describe('whatever is drawn in the panel', () => {
  const keys = fc.constantFrom('A', 'B', 'PIT1');
  const ids = fc.uniqueArray(fc.constantFrom('A-1-1', 'A-1-2', 'A-2-3', 'B-1-1', 'B-2-4')).map((some) => new Set(some));
  const shapes = fc.record({
    rows: fc.integer({ min: 1, max: 4 }),
    seats: fc.integer({ min: 1, max: 6 }),
    grow: fc.integer({ min: 0, max: 2 }),
    curve: fc.constantFrom(0, 45, 180),
    rowNames: fc.constantFrom<BlockShape['rowNames']>('numbers', 'letters'),
    firstRow: fc.constantFrom<BlockShape['firstRow']>('front', 'back'),
    numbering: fc.constantFrom<BlockShape['numbering']>('left', 'right', 'odd-even'),
    startAt: fc.integer({ min: 0, max: 20 }),
    aisles: fc.constantFrom<number[]>([], [2], [1, 3]),
  });
  const changes = fc.oneof(
    shapes.map((drawn): Change => ({ type: 'add-section', shape: drawn, at: { x: 0, y: 2 } })),
    fc.tuple(keys, shapes).map(([key, drawn]): Change => ({ type: 'shape-section', key, shape: drawn })),
    ids.map((some): Change => ({ type: 'remove-seats', ids: some })),
    fc
      .tuple(ids, fc.constantFrom<Mark>('accessible', 'companion', 'restricted', 'plain'))
      .map(([some, wanted]): Change => ({ type: 'mark', ids: some, mark: wanted })),
    fc.tuple(ids, fc.constantFrom('Z1', null)).map(([some, zone]): Change => ({ type: 'zone', ids: some, zone })),
    keys.map((key): Change => ({ type: 'move', key, dx: 1.5, dy: -0.5 })),
    keys.map((key): Change => ({ type: 'remove', key })),
  );

  it('is a map that the server takes', () => {
    const first: Change[] = [
      { type: 'name', name: 'Hall' },
      { type: 'zones', zones: [{ key: 'Z1', label: 'Best' }] },
      { type: 'add-section', shape: USUAL_SHAPE, at: { x: 0, y: 4 } },
    ];
    const start = first.reduce(changed, EMPTY_MAP);
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 12 }), (sequence) => {
        const map = sequence.reduce(changed, start);
        if (allSeats(map).length > 0) expect(readSeatMap(map)).toMatchObject({ kind: 'map' });
      }),
      { numRuns: 60 },
    );
  });
});
