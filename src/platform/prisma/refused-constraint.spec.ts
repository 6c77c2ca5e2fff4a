import { describe, expect, it } from '@jest/globals';
import { isRefusal, refusedConstraint } from './refused-constraint.js';

describe('the constraint that refused', () => {
  it('is read from the message, or from what the adapter keeps of it', () => {
    const plain = new Error('duplicate key value violates unique constraint "ticket_one_live_per_seat"');
    expect(refusedConstraint(plain)).toBe('ticket_one_live_per_seat');
    const wrapped = Object.assign(new Error('Raw query failed'), {
      meta: { cause: { originalMessage: 'new row for relation "quota" violates check constraint "quota_within_max"' } },
    });
    expect(refusedConstraint(wrapped)).toBe('quota_within_max');
  });

  it('is null for every other failure', () => {
    expect(refusedConstraint(new Error('Connection terminated'))).toBeNull();
    expect(refusedConstraint(new Error('violates foreign key constraint "x"'))).toBeNull();
    expect(refusedConstraint('violates check constraint "x"')).toBeNull();
  });
});

describe('a refusal of a batch', () => {
  it('is what one of its items may have caused, and nothing else', () => {
    expect(isRefusal(new Error('violates check constraint "pool_not_oversold"'))).toBe(true);
    expect(isRefusal(new Error('deadlock detected'))).toBe(true);
    expect(isRefusal(new Error('Connection terminated'))).toBe(false);
  });
});
