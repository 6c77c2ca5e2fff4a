import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type BeaconChain, timeOfRoundMs } from '../../contract/line/beacon.js';
import { recordedBeacon as vectors } from '../../../test/support/recorded-beacon.js';
import { BeaconSource } from './beacon-source.js';

Logger.overrideLogger(false); // the errors are intended

const chain: BeaconChain = { ...vectors, genesisSeconds: 1_700_000_000 };
const DUE = timeOfRoundMs(chain, 7);

function sourceAt(answers: (() => { status: number; text: string })[]): {
  source: BeaconSource;
  at: { ms: number };
  asked: string[];
} {
  const at = { ms: DUE };
  const asked: string[] = [];
  const egress = {
    get: async (address: string) => {
      asked.push(address);
      return await Promise.resolve((answers.shift() ?? (() => ({ status: 500, text: '' })))());
    },
  };
  const source = new BeaconSource(egress as never, { nowMs: () => at.ms, monotonicMs: () => at.ms });
  source.chain = chain;
  return { source, at, asked };
}
const given = (round: number) => () => ({ status: 200, text: JSON.stringify(vectors.rounds[round - 1]) });
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the source of beacon rounds', () => {
  it('asks for nothing that cannot be there yet', async () => {
    const { source, at, asked } = sourceAt([given(7)]);
    at.ms = DUE - 1;
    expect(source.round(7)).toBeNull();
    await settled();
    expect(asked).toEqual([]);
    at.ms = DUE;
    source.round(7);
    await settled();
    expect(source.round(7)?.signature).toBe(vectors.rounds[6]?.signature);
    expect(asked).toHaveLength(1);
  });

  it('asks once a second, another relay each time, and believes none', async () => {
    const { source, at, asked } = sourceAt([
      () => {
        throw new Error('away');
      },
      given(8),
      () => ({ status: 200, text: 'no JSON' }),
      given(7),
    ]);
    for (let ms = 0; ms <= 3_000; ms += 250) {
      at.ms = DUE + ms;
      source.round(7);
      await settled();
    }
    expect(asked).toHaveLength(4);
    expect(new Set(asked.slice(0, 3).map((address) => new URL(address).host)).size).toBe(3);
    expect(source.round(7)?.round).toBe(7);
  });
});
