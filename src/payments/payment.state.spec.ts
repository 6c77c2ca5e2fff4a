import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canMove, includes, type PaymentState, paymentStates, statesBefore } from './payment.state.js';

const anyState = fc.constantFrom(...paymentStates);

describe('payment state', () => {
  it('never leaves canceled', () => {
    for (const to of paymentStates) expect(canMove('canceled', to)).toBe(false);
  });

  it('is canceled only from below captured', () => {
    expect(statesBefore('canceled')).toEqual(['creating', 'open', 'authorized']);
  });

  it('captures from every state below, and refunds only what can have been paid', () => {
    expect(statesBefore('captured')).toEqual(['creating', 'open', 'authorized']);
    expect(canMove('captured', 'refunded')).toBe(true);
    expect(canMove('refunded', 'captured')).toBe(false);
  });

  it('ends in the same state whatever the order and number of news that do not contradict', () => {
    const news: PaymentState[] = ['open', 'authorized', 'captured', 'refunded'];
    fc.assert(
      fc.property(fc.shuffledSubarray([...news, ...news], { minLength: 8 }), (order) => {
        const end = order.reduce<PaymentState>((state, to) => (canMove(state, to) ? to : state), 'creating');
        expect(end).toBe('refunded');
      }),
    );
  });

  it('comes to an end: no sequence of moves is longer than the states', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 50 }), (wishes) => {
        let state: PaymentState = 'creating';
        let moves = 0;
        for (const to of wishes) {
          if (!canMove(state, to)) continue;
          state = to;
          moves += 1;
        }
        expect(moves).toBeLessThan(paymentStates.length);
      }),
    );
  });

  it('includes only news that would not move it, and hides no contradiction behind canceled', () => {
    fc.assert(fc.property(anyState, anyState, (state, news) => !(includes(state, news) && canMove(state, news))));
    for (const news of paymentStates) expect(includes('canceled', news)).toBe(news === 'canceled');
    expect(includes('captured', 'authorized')).toBe(true);
    expect(includes('captured', 'canceled')).toBe(false);
  });
});

describe('moves of a payment', () => {
  it('are these, and no others', () => {
    const before = Object.fromEntries(paymentStates.map((to) => [to, statesBefore(to)]));
    expect(before).toEqual({
      creating: [],
      open: ['creating'],
      authorized: ['creating', 'open'],
      captured: ['creating', 'open', 'authorized'],
      refunded: ['creating', 'open', 'authorized', 'captured'],
      canceled: ['creating', 'open', 'authorized'],
    });
  });

  it('are not needed for news of the state itself', () => {
    for (const state of paymentStates) expect(includes(state, state)).toBe(true);
    expect([includes('open', 'captured'), includes('creating', 'canceled')]).toEqual([false, false]);
  });
});
