import { describe, expect, it } from '@jest/globals';
import type { Trouble } from '../ui/refusal.js';
import { retryAfterMs } from './retry.rules.js';

const refused = (code: string, retryAfterMs?: number) =>
  ({ kind: 'refused', problem: { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } }) as Trouble;

describe('retryAfterMs', () => {
  it('repeats what passes by itself, as late as the server asks and later each time', () => {
    expect(retryAfterMs(refused('CORE_AWAY'), 0)).toBe(2_000);
    expect(retryAfterMs(refused('OVERLOADED', 5_000), 0)).toBe(5_000);
    expect(retryAfterMs(refused('RATE_LIMITED', 5_000), 2)).toBe(10_000);
    expect(retryAfterMs(refused('CORE_AWAY', 600_000), 0)).toBe(30_000);
  });

  it('leaves to the fan what does not pass, and what has not passed after many tries', () => {
    expect(retryAfterMs(refused('SOLD_OUT'), 0)).toBeNull();
    expect(retryAfterMs({ kind: 'away' }, 0)).toBeNull();
    expect(retryAfterMs(refused('CORE_AWAY'), 8)).toBeNull();
  });
});
