import { describe, expect, it } from '@jest/globals';
import { needsSecondPerson } from './refund-approval.rules.js';

const weight = { amountMinor: 500n, dayMinor: 9_500n, wasScanned: false };

describe('needsSecondPerson', () => {
  it('is false while approvals of refunds are off, and when nothing would go back', () => {
    expect(needsSecondPerson({ ...weight, wasScanned: true }, null)).toBe(false);
    expect(needsSecondPerson(null, 0n)).toBe(false);
  });
  it('is true after a scan alone where that is asked for, and for no other refund then', () => {
    expect(needsSecondPerson({ ...weight, wasScanned: true }, null, true)).toBe(true);
    expect(needsSecondPerson(weight, null, true)).toBe(false);
    expect(needsSecondPerson(null, null, true)).toBe(false);
  });
  it('adds up a day, so that many small refunds are one large one', () => {
    expect(needsSecondPerson(weight, 10_000n)).toBe(false);
    expect(needsSecondPerson({ ...weight, amountMinor: 501n }, 10_000n)).toBe(true);
  });
  it('is true once somebody was let in by the ticket, whatever the amount', () => {
    expect(needsSecondPerson({ ...weight, wasScanned: true }, 1_000_000n)).toBe(true);
  });
});
