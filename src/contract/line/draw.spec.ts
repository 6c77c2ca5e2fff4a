import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hexToBytes, bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { commitmentOf, drawKey, drawOrder, numberAt, positionOf, shuffledIndex, verifyDraw } from './draw.js';

interface Vectors {
  shuffle: { seed: string; count: number; mapping: number[] }[];
  draw: {
    seed: string;
    saleId: string;
    lane: string;
    count: number;
    beacon: string;
    beaconChain: string;
    commitment: string;
    key: string;
    positions: Record<string, number>;
  }[];
}
const vectors = JSON.parse(readFileSync('test/vectors/draw.json', 'utf8')) as Vectors;

const nodeSha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const chainOf = (text: string): string | null => (text === 'none' ? null : text);

describe('shuffledIndex', () => {
  it.each(vectors.shuffle)('maps every index as in the consensus vectors, count $count', ({ seed, count, mapping }) => {
    const order = drawOrder(count, hexToBytes(seed), nodeSha256);
    const mapped = mapping.map((_, index) => order.positionOf(index + 1) - 1);
    expect(mapped).toEqual(mapping);
    expect(shuffledIndex(0, count, hexToBytes(seed))).toBe(mapping[0]);
  });

  it('refuses an index outside of the count', () => {
    expect(() => shuffledIndex(3, 3, new Uint8Array(32))).toThrow(RangeError);
  });
});

describe('the draw', () => {
  it.each(vectors.draw)('gives commitment, key and positions of the vectors, N = $count', (vector) => {
    const { seed, saleId, lane, count, beacon } = vector;
    expect(commitmentOf(seed, saleId, chainOf(vector.beaconChain))).toBe(vector.commitment);
    const key = drawKey({ seed, saleId, lane, drawn: count, beacon: beacon === '' ? null : beacon });
    expect(bytesToHex(key)).toBe(vector.key);
    for (const [number, position] of Object.entries(vector.positions)) {
      expect(positionOf(Number(number), count, key)).toBe(position);
      expect(numberAt(position, count, key, nodeSha256)).toBe(Number(number));
    }
  });

  it('is a bijection for any N and key, and the way back leads back', () => {
    const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), keys, (drawn, key) => {
        const order = drawOrder(drawn, key, nodeSha256);
        const numbers = Array.from({ length: drawn }, (_, index) => index + 1);
        const positions = numbers.map((number) => order.positionOf(number));
        expect(positions.toSorted((a, b) => a - b)).toEqual(numbers);
        expect(positions.map((position) => order.numberAt(position))).toEqual(numbers);
      }),
      { numRuns: 12 },
    );
  });

  it('leaves numbers above N where they came', () => {
    const order = drawOrder(10, new Uint8Array(32));
    expect([11, 12, 4711].map((number) => order.positionOf(number))).toEqual([11, 12, 4711]);
  });
});

describe('verifyDraw', () => {
  const seed = 'ba001ebc0ad2ffb8f28a4bb7c9a623c18c005b45302eb13f522bd3596849e1d4';
  const claim = {
    seed,
    saleId: 'sale_01demo',
    lane: 'fanclub',
    drawn: 1000,
    beacon: null,
    beaconChain: null,
    commitment: commitmentOf(seed, 'sale_01demo', null),
    number: 333,
  };

  it('verifies a position against the commitment', () => {
    expect(verifyDraw(claim)).toEqual({ kind: 'verified', position: 972 });
  });

  it('finds a seed that is not the one committed to', () => {
    expect(verifyDraw({ ...claim, seed: seed.replace('b', 'c') })).toEqual({ kind: 'commitment_mismatch' });
  });

  it('waits for the seed, and refuses what is no draw', () => {
    expect(verifyDraw({ ...claim, seed: null })).toEqual({ kind: 'not_revealed' });
    expect(verifyDraw({ ...claim, seed: 'zz' })).toEqual({ kind: 'malformed' });
    expect(verifyDraw({ ...claim, number: 0 })).toEqual({ kind: 'malformed' });
  });
});
