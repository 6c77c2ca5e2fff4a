import { describe, expect, it } from '@jest/globals';
import { gapsOf } from './gap-rules.js';

const missing = (sequence: number, previousSequence: number | null, state: 'failed' | 'skipped' = 'skipped') => ({
  ...{ sequence, state },
  payload: { previousSequence },
});

describe('gaps', () => {
  it('join what follows each other for this endpoint, though other events lie between', () => {
    expect(gapsOf([missing(27, 24), missing(24, 21), missing(21, 20)])).toEqual([
      { from: 21, to: 27, events: 3, isGivenUp: false },
    ]);
  });

  it('end where something was delivered, and tell what was given up apart; the newest comes first', () => {
    expect(gapsOf([missing(5, 4), missing(9, 8), missing(10, 9, 'failed')])).toEqual([
      { from: 10, to: 10, events: 1, isGivenUp: true },
      { from: 9, to: 9, events: 1, isGivenUp: false },
      { from: 5, to: 5, events: 1, isGivenUp: false },
    ]);
  });

  it('do not count tests', () => {
    expect(gapsOf([missing(0, null, 'failed')])).toEqual([]);
  });
});
