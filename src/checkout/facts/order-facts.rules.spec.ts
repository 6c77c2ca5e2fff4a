import { describe, expect, it } from '@jest/globals';
import { paymentFactKinds } from '../../payments/payments.events.js';
import { orderSteps } from '../orders/order.state.js';
import { actionOf, factActions } from './order-facts.rules.js';

const pairs = orderSteps.flatMap((state) => paymentFactKinds.map((kind) => ({ state, kind })));

describe('facts and the states of an order', () => {
  it('have an entry for each pair, and no other', () => {
    expect(Object.keys(factActions).sort()).toEqual([...orderSteps].sort());
    for (const row of Object.values(factActions)) expect(Object.keys(row).sort()).toEqual([...paymentFactKinds].sort());
  });

  it.each(pairs)('say what $kind means for an order that is $state', ({ state, kind }) => {
    expect(actionOf({ state, attempt: 1 }, { kind, attempt: 1 })).toEqual(expect.any(String));
  });

  it('never ignore money: what was captured, given back or disputed does something unless it is known', () => {
    for (const state of orderSteps)
      for (const kind of ['refunded', 'refund_refused', 'refund_failed', 'disputed', 'odd'] as const)
        expect(factActions[state][kind]).not.toBe('repeat');
    const ignoring = orderSteps.filter((state) => (factActions[state].captured as string) === 'repeat');
    expect(ignoring).toEqual(['paid', 'refunded']);
  });

  it('never sell for the money of another attempt', () => {
    for (const state of orderSteps) {
      expect(actionOf({ state, attempt: 2 }, { kind: 'captured', attempt: 1 })).toBe('give_back');
      expect(actionOf({ state, attempt: 2 }, { kind: 'authorized', attempt: 1 })).toBe('end_attempt');
    }
  });
});
