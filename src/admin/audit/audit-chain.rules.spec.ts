import { describe, expect, it } from '@jest/globals';
import { CHAIN_START, type ChainedEntry, sealAll } from './audit-chain.rules.js';

const entry = (id: number, change: Partial<ChainedEntry> = {}): ChainedEntry => ({
  ...{ id: BigInt(id), at: new Date(1_000 * id), actor: 'member:1', action: 'sale.pause', subject: 'sale_1' },
  data: { b: 1, a: [null, 'x'] },
  ...change,
});
const lastOf = (entries: readonly ChainedEntry[]): string | undefined => sealAll(CHAIN_START, entries).at(-1)?.hash;

describe('the chain of the log', () => {
  it('goes on from its last entry, in batches of any size', () => {
    const entries = [entry(1), entry(2), entry(4), entry(3)];
    const [first, second] = [sealAll(CHAIN_START, entries.slice(0, 2)), entries.slice(2)];
    expect([...first, ...sealAll(first[1] ?? CHAIN_START, second)]).toEqual(sealAll(CHAIN_START, entries));
    expect(sealAll(CHAIN_START, entries).map(({ seq }) => seq)).toEqual([1n, 2n, 3n, 4n]);
  });

  it('changes with every field, with the order, and when an entry is missing', () => {
    const entries = [entry(1), entry(2), entry(3)];
    const changes: Partial<ChainedEntry>[] = [
      { actor: 'member:2' },
      { action: 'sale.resume' },
      { subject: 'sale_2' },
      { at: new Date(5) },
      { data: { b: 2, a: [null, 'x'] } },
    ];
    const others = [
      ...changes.map((change) => [entry(1, change), entry(2), entry(3)]),
      [entry(2), entry(1), entry(3)],
      [entry(1), entry(3)],
    ];
    for (const other of others) expect(lastOf(other)).not.toBe(lastOf(entries));
  });

  it('does not depend on the order of keys, which Postgres does not keep', () => {
    expect(lastOf([entry(1, { data: { a: [null, 'x'], b: 1 } })])).toBe(lastOf([entry(1)]));
  });
});
