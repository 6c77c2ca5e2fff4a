import { describe, expect, it } from '@jest/globals';
import { brakeOf } from './card-brakes.rules.js';

const quiet = { declines: 0, paid: 0 };

describe('card brakes', () => {
  it('are off while declines are what buyers have', () => {
    expect(brakeOf(quiet, quiet)).toBe('none');
    expect(brakeOf({ declines: 9, paid: 0 }, quiet)).toBe('none');
    expect(brakeOf({ declines: 60, paid: 30 }, { declines: 200, paid: 100 })).toBe('none');
  });

  it('ask for authentication of a network, or of a whole sale, that is mostly declined', () => {
    expect(brakeOf({ declines: 10, paid: 4 }, quiet)).toBe('authenticate');
    expect(brakeOf({ declines: 10, paid: 5 }, quiet)).toBe('none');
    expect(brakeOf(quiet, { declines: 30, paid: 14 })).toBe('authenticate');
    expect(brakeOf(quiet, { declines: 30, paid: 15 })).toBe('none');
  });

  it('slow a network that goes on, and nobody else', () => {
    expect(brakeOf({ declines: 40, paid: 0 }, quiet)).toBe('slow');
    expect(brakeOf(quiet, { declines: 4_000, paid: 0 })).toBe('authenticate');
  });
});
