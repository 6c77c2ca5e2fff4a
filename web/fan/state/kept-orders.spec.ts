import { beforeEach, describe, expect, it } from '@jest/globals';
import type { HoldShape, OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { JoinShape } from '../../../src/contract/line/line-shapes.js';
import { holdBox, type KeptOrder, orderBox, placeBox } from './boxes.js';
import { keepOrder } from './kept-orders.js';

const order = (state: OrderShape['state'], reason: string | null = null) =>
  ({ id: 'ord_1', state, reason }) as OrderShape;
const hold = (seconds: number) =>
  ({ id: 'hold_1', expiresAt: new Date(Date.now() + seconds * 1_000).toISOString() }) as HoldShape;
const pending = (seconds = 60): KeptOrder => ({
  accessToken: '',
  slug: 'night',
  order: order('pending'),
  hold: hold(seconds),
});

describe('what was heard of an order', () => {
  beforeEach(() => {
    holdBox.clear('night');
    placeBox.set('night', { number: 1 } as JoinShape as never);
  });

  it('ends the turn when it is paid, and not again when its tickets are looked at later', () => {
    keepOrder('ord_1', pending(), order('paid'));
    expect(placeBox.get('night')).toBeNull();
    placeBox.set('night', { number: 2 } as JoinShape as never);
    keepOrder('ord_1', { ...pending(), order: order('paid') }, order('paid'));
    expect(placeBox.get('night')).toEqual({ number: 2 });
    expect(orderBox.get('ord_1')?.order?.state).toBe('paid');
  });

  it('brings the basket back when its fan canceled it in time', () => {
    keepOrder('ord_1', pending(), order('canceled', 'canceled_by_fan'));
    expect(holdBox.get('night')?.hold.id).toBe('hold_1');
  });

  it('brings no basket back that ran out, or that somebody else ended', () => {
    keepOrder('ord_1', pending(-1), order('canceled', 'canceled_by_fan'));
    keepOrder('ord_1', pending(), order('canceled', 'declined'));
    expect(holdBox.get('night')).toBeNull();
  });
});
