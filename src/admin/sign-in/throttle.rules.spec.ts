import { describe, expect, it } from '@jest/globals';
import { countersOf } from './throttle.rules.js';

const stranger = { device: null, pair: 'p', account: 'a', network: 'n' };

describe('countersOf', () => {
  it('counts a known device alone, so that nobody else can slow it down', () => {
    expect(countersOf({ ...stranger, device: 'd' }).map(({ digest }) => digest)).toEqual(['d']);
  });
  it('counts a stranger by account and network together, and by each more gently', () => {
    const [pair, ...alone] = countersOf(stranger);
    expect(pair?.digest).toBe('p');
    expect(alone.map(({ digest }) => digest)).toEqual(['a', 'n']);
    for (const counter of alone) expect(counter.stepMs).toBeLessThan(pair?.stepMs ?? 0);
  });
});
