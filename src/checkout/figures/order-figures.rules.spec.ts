import { describe, expect, it } from '@jest/globals';
import { orderFiguresOf, orderStatesOf } from './order-figures.rules.js';

describe('order figures', () => {
  it('are zero for a sale without orders', () => {
    expect(orderFiguresOf([])).toEqual({
      orders: { pending: 0, authorized: 0, paid: 0, attention: 0 },
      revenueMinor: 0,
      meanBasket: null,
      flow: { placed: 0, abandoned: 0 },
      open: 0,
    });
  });

  it('stay exact beyond the range of 32 bits', () => {
    const { revenueMinor } = orderFiguresOf([
      { state: 'paid', count: 60_000n, units: 60_000n, keptMinor: 5_000_000_000_001n },
    ]);
    expect(revenueMinor).toBe(5_000_000_000_001);
  });

  it('show inner steps as the public state, and count only what is paid as revenue', () => {
    const row = { units: 2n, keptMinor: 100n };
    const figures = orderFiguresOf([
      { state: 'pending', count: 1n, ...row },
      { state: 'canceling', count: 2n, ...row },
      { state: 'voiding', count: 3n, ...row },
      { state: 'paid', count: 4n, ...row },
      { state: 'needs_attention', count: 5n, ...row },
      { state: 'canceled', count: 5n, ...row },
    ]);
    expect(figures).toEqual({
      orders: { pending: 3, authorized: 3, paid: 4, attention: 5 },
      revenueMinor: 100,
      meanBasket: 12 / 20,
      flow: { placed: 20, abandoned: 5 },
      open: 3,
    });
  });
});

describe('orders by state', () => {
  it('are counted by what the public sees', () => {
    const states = orderStatesOf([
      { state: 'pending', count: 1n },
      { state: 'canceling', count: 2n },
      { state: 'voiding', count: 3n },
      { state: 'expired', count: 4n },
    ]);
    expect([...states]).toEqual([
      ['pending', 3],
      ['authorized', 3],
      ['expired', 4],
    ]);
  });

  it('are abandoned when they expired or were canceled', () => {
    const row = { units: 1n, keptMinor: 5n };
    const { flow, revenueMinor, open } = orderFiguresOf([
      { state: 'expired', count: 2n, ...row },
      { state: 'canceled', count: 3n, ...row },
      { state: 'refunded', count: 4n, ...row },
    ]);
    expect([flow, revenueMinor, open]).toEqual([{ placed: 9, abandoned: 5 }, 0, 0]);
  });
});
