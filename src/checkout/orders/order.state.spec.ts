import { describe, expect, it } from '@jest/globals';
import {
  committedSteps,
  mayMove,
  openSteps,
  orderSteps,
  publicState,
  sourcesOf,
  stateOfHoldWithOrder,
  stateOfLostHold,
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

  it('reads a hold that Redis has lost as over once its order is', () => {
    expect(stateOfLostHold('expired')).toBe('expired');
    for (const step of ['canceled', 'refunded'] as const) expect(stateOfLostHold(step)).toBe('released');
    for (const step of ['pending', 'canceling', 'authorized', 'voiding', 'needs_attention'] as const)
      expect(stateOfLostHold(step)).toBe('paying');
    expect(stateOfLostHold('paid')).toBe('sold');
  });
});

describe('the table of orders', () => {
  const from = (to: Parameters<typeof sourcesOf>[0]) => sourcesOf(to).sort();

  it('is this one: a changed move is a changed decision', () => {
    expect(from('pending')).toEqual([]);
    expect(from('canceling')).toEqual(['pending']);
    expect(from('voiding')).toEqual(['authorized', 'canceling', 'needs_attention', 'pending']);
    expect(from('expired')).toEqual(['canceling', 'pending']);
    expect(from('canceled')).toEqual(['canceling', 'paid', 'pending', 'voiding']);
    expect(from('refunded')).toEqual(['authorized', 'canceling', 'needs_attention', 'paid', 'pending']);
    expect(from('needs_attention')).toEqual(['authorized', 'canceling', 'pending']);
  });

  it('keeps stock committed and orders open in these states only', () => {
    expect([...openSteps]).toEqual(['pending', 'canceling']);
    expect([...committedSteps]).toEqual(['pending', 'canceling', 'authorized', 'paid', 'needs_attention']);
  });

  it('shows every other state as it is, and a hold as sold only once it is paid', () => {
    for (const step of orderSteps.filter((each) => each !== 'canceling' && each !== 'voiding'))
      expect(publicState(step)).toBe(step);
    for (const step of orderSteps)
      expect(stateOfHoldWithOrder(step)).toBe(step === 'paid' || step === 'refunded' ? 'sold' : 'paying');
  });
});
