import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { capacityFor, cores, type Crowd, measured } from './capacity.rules.js';

const page = readFileSync('docs/capacity.md', 'utf8');
/** Returns the cells of the table rows that start with a number of fans. */
const rowsOf = (heading: string): string[][] =>
  [...(page.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '').matchAll(/^\| ([\d,]+ \|.*) \|$/gm)].map(
    ([, row = '']) => row.split(' | ').map((cell) => cell.replaceAll(',', '')),
  );
const rowFor = (crowd: Crowd): string[] => {
  const { edgeCores, edgeMemoryGb, shopCores, postgresCores, redisCores } = capacityFor(crowd);
  const memory = edgeMemoryGb < 1 ? edgeMemoryGb.toFixed(1) : String(Math.round(edgeMemoryGb));
  return [cores(edgeCores), memory, cores(shopCores), cores(postgresCores), redisCores.toFixed(2)].map(String);
};

describe('docs/capacity.md', () => {
  it.each(['All on sockets', 'One in ten on a socket'])('tells what the model says: %s', (heading) => {
    const rows = rowsOf(heading);
    expect(rows.length).toBeGreaterThan(2);
    const onSockets = heading === 'All on sockets' ? 1 : 0.1;
    for (const [fans = '', perMinute = '', ...said] of rows) {
      const crowd = { fans: Number(fans), onSockets, joinMinutes: 30, perMinute: Number(perMinute), conversion: 0.7 };
      expect([fans, ...said]).toEqual([fans, ...rowFor(crowd)]);
    }
  });
  it('grows with the crowd and with the rate, each by itself', () => {
    const crowd = { fans: 100_000, onSockets: 1, joinMinutes: 30, perMinute: 600, conversion: 0.7 };
    const [one, bigger, faster] = [crowd, { ...crowd, fans: 200_000 }, { ...crowd, perMinute: 1_200 }].map(capacityFor);
    expect(bigger?.edgeCores).toBeCloseTo(2 * (one?.edgeCores ?? 0));
    expect(bigger?.postgresCores).toBe(one?.postgresCores);
    expect(faster?.edgeCores).toBe(one?.edgeCores);
    expect(faster?.shopCores).toBeCloseTo(2 * (one?.shopCores ?? 0));
  });
  it('says too much for the one case that was measured whole, by the error that the page names', () => {
    const everythingMs = measured.purchaseNodeMs + measured.purchasePostgresMs + measured.purchaseRedisMs + 2.9;
    const error = 2_000 / everythingMs / 71.7;
    expect(page).toContain(`${error.toFixed(1)} times`);
  });
});
