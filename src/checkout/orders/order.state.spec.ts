import { describe, expect, it } from '@jest/globals';
import {
  committedSteps,
  mayMove,
  openSteps,
  orderSteps,
  publicState,
  sourcesOf,
  stateOfHoldWithOrder,
} from './order.state.js';

describe('the life of an order', () => {
  it('sells only what is pending, canceling or waiting for a person, with its stock still committed', () => {
    expect(sourcesOf('authorized').sort()).toEqual(['canceling', 'needs_attention', 'pending']);
  });

  it('pays only what is authorized', () => {
    expect(sourcesOf('paid')).toEqual(['authorized']);
  });

  it('never leaves an end', () => {
    for (const end of ['expired', 'canceled', 'refunded'] as const)
      expect(orderSteps.filter((to) => mayMove(end, to))).toEqual([]);
  });

  it('cannot cancel what is authorized without voiding it first', () => {
    expect(mayMove('authorized', 'canceled')).toBe(false);
    expect(mayMove('authorized', 'canceling')).toBe(false);
    expect(mayMove('authorized', 'voiding')).toBe(true);
  });

  it('keeps every open order committed, and no ended one', () => {
    for (const open of openSteps) expect(committedSteps).toContain(open);
    for (const end of ['expired', 'canceled', 'refunded', 'voiding'] as const)
      expect(committedSteps as readonly string[]).not.toContain(end);
  });

  it('reaches an end from every step that is not one', () => {
    const ends = new Set(['expired', 'canceled', 'refunded', 'paid']);
    for (const start of orderSteps.filter((step) => !ends.has(step))) {
      const seen = new Set([start]);
      for (const step of seen) for (const to of orderSteps) if (mayMove(step, to)) seen.add(to);
      expect([...seen].some((step) => ends.has(step))).toBe(true);
    }
  });

  it('shows the public neither canceling nor voiding', () => {
    expect(orderSteps.map(publicState)).not.toContain('canceling');
    expect(publicState('canceling')).toBe('pending');
    expect(publicState('voiding')).toBe('authorized');
  });

  it('reads the state of a hold from its order', () => {
    expect(stateOfHoldWithOrder('pending')).toBe('paying');
    expect(stateOfHoldWithOrder('paid')).toBe('sold');
    expect(stateOfHoldWithOrder('canceled')).toBe('paying');
  });
});
