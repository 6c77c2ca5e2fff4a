import { expect, it } from '@jest/globals';
import { table } from './table.js';

it('marks what is wrong and what is only slow', () => {
  const text = table({
    figures: [['nodes', '2']],
    checks: [
      { what: 'oversold', found: '0', fine: true },
      { what: 'places lost', found: '1', fine: false },
    ],
    speed: [{ what: 'purchases', found: '12000 ms', fine: false }],
  });
  expect(text.split('\n').filter((line) => line !== '')).toEqual([
    '       nodes        2',
    '  ok   oversold     0',
    '  BAD  places lost  1',
    '  slow purchases    12000 ms',
  ]);
});
