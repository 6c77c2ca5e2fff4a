import { describe, expect, it } from '@jest/globals';
import type { PaymentSignals } from '../payments.signals.js';
import type { PaymentWish } from '../payments.types.js';
import { WishDesk } from './wish-desk.js';

const wish = { orderId: 'ord_1', attempt: 1, wants: 'create' } as PaymentWish;

function deskWith(taker: { hasRoom: () => boolean } | null) {
  const emitted: string[] = [];
  const taken: PaymentWish[] = [];
  const desk = new WishDesk({ emit: (signal: string) => void emitted.push(signal) } as unknown as PaymentSignals);
  if (taker) desk.attach({ ...taker, take: (wishes) => void taken.push(...wishes) });
  return { desk, emitted, taken };
}

describe('the desk for wishes', () => {
  it('leases to this process what it can start at once, and hands it over', () => {
    const { desk, emitted, taken } = deskWith({ hasRoom: () => true });
    const lease = desk.leaseSeconds();
    expect(lease).toBeGreaterThan(0);
    desk.handOver([wish], lease);
    expect(taken).toEqual([wish]);
    expect(emitted).toEqual([]);
  });

  it.each([
    ['nobody carries wishes out here', null],
    ['there is no room', { hasRoom: () => false }],
  ])('leaves wishes in their rows and wakes others when %s', (_why, taker) => {
    const { desk, emitted, taken } = deskWith(taker);
    expect(desk.leaseSeconds()).toBe(0);
    desk.handOver([wish], 0);
    expect(taken).toEqual([]);
    expect(emitted).toEqual(['ropeline_payment_wish']);
  });

  it('hands over what was leased even if the room is gone by now', () => {
    let room = true;
    const { desk, taken } = deskWith({ hasRoom: () => room });
    const lease = desk.leaseSeconds();
    room = false;
    desk.handOver([wish], lease);
    expect(taken).toEqual([wish]);
  });

  it('says nothing of nothing', () => {
    const { desk, emitted } = deskWith(null);
    desk.handOver([], 0);
    expect(emitted).toEqual([]);
  });
});
