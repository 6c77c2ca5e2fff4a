import { describe, expect, it } from '@jest/globals';
import { HOLDS_OF_A_FAN, HoldRequests } from './hold-requests.js';

const keyOf = (request: Buffer | null): string => /idempotency-key: (\S+)/.exec(request?.toString() ?? '')?.[1] ?? '';

describe('HoldRequests', () => {
  it('takes fans in turn, each hold under a key of its own', () => {
    const holds = new HoldRequests('h', 'sale', 'tt_1');
    holds.add(['pass-a', 'pass-b']);
    const requests = [1, 2, 3].map(() => holds.next()?.toString() ?? '');
    expect(requests.map((text) => /pass-./.exec(text)?.[0])).toEqual(['pass-a', 'pass-b', 'pass-a']);
    expect(new Set(requests.map((text) => keyOf(Buffer.from(text)))).size).toBe(3);
    expect(keyOf(holds.next())).toMatch(/^[A-Za-z0-9_-]{16,128}$/);
  });
  it('ends when every fan holds all that a fan may', () => {
    const holds = new HoldRequests('h', 'sale', 'tt_1');
    holds.add(['a', 'b']);
    for (let hold = 0; hold < 2 * HOLDS_OF_A_FAN; hold += 1) expect(holds.next()).not.toBeNull();
    expect(holds.next()).toBeNull();
    expect(holds.left).toBe(0);
  });
});
