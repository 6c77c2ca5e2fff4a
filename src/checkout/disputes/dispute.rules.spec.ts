import { describe, expect, it } from '@jest/globals';
import { disputeRulesOf } from './dispute.rules.js';

describe('the rules of a sale about disputed payments', () => {
  it.each([
    ['keep', 'keep', { holdsDisputed: false, holdsWarned: false, voidsLost: false }],
    ['hold', 'keep', { holdsDisputed: true, holdsWarned: false, voidsLost: false }],
    ['hold', 'hold', { holdsDisputed: true, holdsWarned: true, voidsLost: false }],
    ['void', 'keep', { holdsDisputed: true, holdsWarned: false, voidsLost: true }],
  ] as const)('%s and %s', (disputedTickets, warnedTickets, rules) => {
    expect(disputeRulesOf({ disputedTickets, warnedTickets })).toEqual(rules);
  });

  it('of a sale that is gone hold the tickets and void none', () => {
    expect(disputeRulesOf(null)).toEqual({ holdsDisputed: true, holdsWarned: false, voidsLost: false });
  });
});
