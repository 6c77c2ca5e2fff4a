import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { quicknet } from './contract/line/beacon.js';
import { commitmentOf, drawKey, positionOf } from './contract/line/draw.js';
import { drawReport, USAGE, verifyDrawProgram } from './verify-draw.js';

const seed = 'ab'.repeat(32);
const saleId = 'sale_spec';
const published = {
  saleId,
  lanes: { general: { drawn: 1_000 }, late: { drawn: null } },
  draw: {
    scheme: 'ropeline-draw-v1' as const,
    commitment: commitmentOf(seed, saleId, null),
    seed,
    frozenAt: '2027-01-01T00:00:00.000Z',
    beaconChain: null,
    round: null,
    beacon: null,
    beaconSignature: null,
    beaconSkippedAt: null,
  },
};
const position = positionOf(7, 1_000, drawKey({ seed, saleId, lane: 'general', drawn: 1_000, beacon: null }));

describe('the verifier of a draw', () => {
  it('says which position a number has, and that the seed was sealed before', () => {
    const { holds, lines } = drawReport(published, 'general', 7, published.draw.commitment);
    expect(holds).toBe(true);
    expect(lines.join(' ')).toContain(`Number 7 of 1000 has position ${position}.`);
    expect(drawReport(published, 'general', 1_001).lines.join(' ')).toContain('order of arrival');
  });

  it('believes nothing that does not fit', () => {
    const changed = { ...published, draw: { ...published.draw, seed: 'cd'.repeat(32) } };
    expect(drawReport(changed, 'general', 7)).toMatchObject({ holds: false });
    expect(drawReport(published, 'general', 7, 'ff'.repeat(32))).toMatchObject({ holds: false });
    expect(drawReport(published, 'late', 7)).toMatchObject({ holds: false });
    expect(drawReport(published, 'none', 7)).toMatchObject({ holds: false });
    // the sale promised no beacon
    const withBeacon = { ...published, draw: { ...published.draw, round: 9, beacon: 'aa'.repeat(32) } };
    expect(drawReport(withBeacon, 'general', 7)).toMatchObject({ holds: false });
  });

  it('tells that a draw was made without the beacon it had promised, and refuses one that says nothing of it', () => {
    const commitment = commitmentOf(seed, saleId, quicknet.hash);
    const promised = { ...published.draw, commitment, beaconChain: quicknet.hash, round: 9 };
    expect(drawReport({ ...published, draw: promised }, 'general', 7)).toMatchObject({ holds: false });
    const draw = { ...promised, beaconSkippedAt: '2027-01-01T00:05:00.000Z' };
    const { holds, lines } = drawReport({ ...published, draw }, 'general', 7);
    expect(holds).toBe(true);
    expect(lines.join(' ')).toContain('Drawn without the beacon that was promised');
    expect(lines.join(' ')).toContain('300 seconds after N was fixed');
    expect(lines.join(' ')).toContain(`has position ${position}.`);
  });

  it('reads a file, takes the first lane, and explains itself', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ropeline-draw-'));
    const file = path.join(folder, 'snapshot.json');
    await writeFile(file, JSON.stringify(published));
    const printed: string[] = [];
    const print = (line: string): void => void printed.push(line);
    expect(await verifyDrawProgram([file, '--number', '7'], print)).toBe(true);
    expect(printed.at(-1)).toContain(`position ${position}`);
    expect(await verifyDrawProgram([], print)).toBe(false);
    expect(printed.at(-1)).toBe(USAGE);
    await rm(folder, { recursive: true });
  });
});
