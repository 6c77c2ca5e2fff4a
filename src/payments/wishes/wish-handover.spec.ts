import { describe, expect, it } from '@jest/globals';
import type { PaymentSignals } from '../payments.signals.js';
import type { PaymentWish } from '../payments.types.js';
import { WishHandover } from './wish-handover.js';

const wish = { orderId: 'ord_1', attempt: 1, wants: 'create' } as PaymentWish;

function deskWith(taker: { hasRoom: () => boolean } | null) {
  const emitted: string[] = [];
  const taken: PaymentWish[] = [];
  const handover = new WishHandover({
    emit: (signal: string) => void emitted.push(signal),
  } as unknown as PaymentSignals);
  if (taker) handover.attach({ ...taker, take: (wishes) => void taken.push(...wishes) });
  return { handover, emitted, taken };
}

describe('the handover for wishes', () => {
  it('leases to this process what it can start at once, and hands it over', () => {
    const { handover, emitted, taken } = deskWith({ hasRoom: () => true });
    const lease = handover.leaseSeconds();
    expect(lease).toBeGreaterThan(0);
    handover.handOver([wish], lease);
    expect(taken).toEqual([wish]);
    expect(emitted).toEqual([]);
  });

  it.each([
    ['nobody carries wishes out here', null],
    ['there is no room', { hasRoom: () => false }],
  ])('leaves wishes in their rows and wakes others when %s', (_why, taker) => {
    const { handover, emitted, taken } = deskWith(taker);
    expect(handover.leaseSeconds()).toBe(0);
    handover.handOver([wish], 0);
    expect(taken).toEqual([]);
    expect(emitted).toEqual(['ropeline_payment_wish']);
  });

  it('hands over what was leased even if the room is gone by now', () => {
    let room = true;
    const { handover, taken } = deskWith({ hasRoom: () => room });
    const lease = handover.leaseSeconds();
    room = false;
    handover.handOver([wish], lease);
    expect(taken).toEqual([wish]);
  });

  it('says nothing of nothing', () => {
    const { handover, emitted } = deskWith(null);
    handover.handOver([], 0);
    expect(emitted).toEqual([]);
  });
});
