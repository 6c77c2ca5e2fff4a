import { describe, expect, it } from '@jest/globals';
import { paymentFactKinds } from '../../payments/payments.events.js';
import { orderSteps } from '../orders/order.state.js';
import { actionOf, factActions, foreignAttempt } from './order-facts.rules.js';

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
    expect(ignoring).toEqual(['refunded']);
  });

  it('of the order’s own attempt move it by the table', () => {
    for (const { state, kind } of pairs)
      expect(actionOf({ state, attempt: 2 }, { kind, attempt: 2 })).toBe(factActions[state][kind]);
  });

  it('never sell for the money of another attempt', () => {
    for (const state of orderSteps) {
      expect(actionOf({ state, attempt: 2 }, { kind: 'captured', attempt: 1 })).toBe('give_back');
      expect(actionOf({ state, attempt: 2 }, { kind: 'authorized', attempt: 1 })).toBe('end_attempt');
    }
  });
});

describe('the table of facts', () => {
  const always = { refunded: 'refund', refund_refused: 'tell_refund_refused', refund_failed: 'tell_refund_failed' };
  const alike = { ...always, disputed: 'dispute', odd: 'attention' };
  const done = { intent_created: 'repeat', authorized: 'repeat', declined: 'repeat', captured: 'repeat' };
  const ended = {
    ...{ ...alike, intent_created: 'end_attempt', authorized: 'end_attempt', declined: 'repeat' },
    ...{ captured: 'give_back', capture_refused: 'repeat', canceled: 'repeat' },
  };

  it('is this one: a changed entry is a changed decision', () => {
    expect(factActions).toEqual({
      pending: {
        ...{
          ...alike,
          intent_created: 'open',
          authorized: 'sell',
          declined: 'count_decline',
          captured: 'sell_and_pay',
        },
        ...{ capture_refused: 'void', canceled: 'end', odd: 'stop' },
      },
      canceling: {
        ...{ ...alike, intent_created: 'end_attempt', authorized: 'end_attempt', declined: 'repeat' },
        ...{ captured: 'sell_and_pay', capture_refused: 'repeat', canceled: 'end', odd: 'stop' },
      },
      authorized: {
        ...alike,
        ...done,
        captured: 'pay',
        capture_refused: 'void',
        canceled: 'void_and_end',
        odd: 'stop',
      },
      voiding: { ...ended, canceled: 'end' },
      paid: { ...alike, ...done, captured: 'settle', capture_refused: 'attention', canceled: 'attention' },
      expired: ended,
      canceled: ended,
      refunded: { ...alike, ...done, capture_refused: 'repeat', canceled: 'attention' },
      needs_attention: {
        ...{ ...alike, intent_created: 'end_attempt', authorized: 'end_attempt', declined: 'repeat' },
        ...{ captured: 'attention', capture_refused: 'repeat', canceled: 'note_canceled' },
      },
    });
    expect(foreignAttempt).toEqual(ended);
  });
});
