import { describe, expect, it } from '@jest/globals';
import { encode } from 'uqr';
import { qrShape } from './qr-path.js';

describe('qrShape', () => {
  it('draws exactly the dark modules', () => {
    const text = 'RL1.tkt_01J.1.k1.signature';
    const { path, size } = qrShape(text);
    const drawn = new Set<string>();
    for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
      for (let i = 0; i < Number(length); i++) drawn.add(`${Number(x) + i},${y}`);
    }
    const dark = encode(text, { ecc: 'M', border: 4 }).data.flatMap((row, y) =>
      row.flatMap((on, x) => (on ? [`${x},${y}`] : [])),
    );
    expect([...drawn].sort()).toEqual(dark.sort());
    expect(size).toBeGreaterThan(28);
  });

  it('leaves the quiet zone empty', () => {
    const xs = [...qrShape('x').path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
    expect(Math.min(...xs)).toBe(4);
  });
});
