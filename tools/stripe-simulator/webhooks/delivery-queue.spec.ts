import { describe, expect, it } from '@jest/globals';
import type { EventRecord } from '../model/records.js';
import { eventually } from '../testing/receiver.js';
import { type Delivery, DeliveryQueue } from './delivery-queue.js';

const LIMITS = { concurrency: 2, maxPending: 5, attempts: 2, firstRetryMs: 1, maxRetryMs: 1 };
const URL_OF_SHOP = new URL('http://127.0.0.1:1/');

function delivery(id: string): Delivery {
  return { event: { id } as EventRecord, url: URL_OF_SHOP, attempt: 1 };
}

describe('DeliveryQueue', () => {
  it('has no more attempts under way than allowed', async () => {
    const waiting: (() => void)[] = [];
    let delivered = 0;
    const queue = new DeliveryQueue(
      {
        send: () => new Promise((resolve) => waiting.push(() => resolve(true))),
        onDelivered: () => (delivered += 1),
        onLost: () => undefined,
      },
      LIMITS,
    );
    for (const id of ['a', 'b', 'c', 'd']) queue.add(delivery(id));
    expect(waiting).toHaveLength(2);
    for (let i = 0; i < 4; i += 1) {
      await eventually('one more starts', () => waiting.length > i);
      waiting[i]?.();
    }
    await eventually('all are delivered', () => delivered === 4);
    expect(queue.pending).toBe(0);
  });

  it('loses what exceeds its bound instead of growing', () => {
    const lost: string[] = [];
    const queue = new DeliveryQueue(
      {
        send: () => new Promise(() => undefined),
        onDelivered: () => undefined,
        onLost: ({ event }) => lost.push(event.id),
      },
      LIMITS,
    );
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) queue.add(delivery(id));
    expect(queue.pending).toBe(5);
    expect(lost).toEqual(['f', 'g']);
    queue.close();
  });

  it('gives up after the last attempt', async () => {
    const attempts: number[] = [];
    const lost: string[] = [];
    const queue = new DeliveryQueue(
      {
        send: ({ attempt }) => {
          attempts.push(attempt);
          return Promise.resolve(false);
        },
        onDelivered: () => undefined,
        onLost: ({ event }) => lost.push(event.id),
      },
      LIMITS,
    );
    queue.add(delivery('a'));
    await eventually('it is lost', () => lost.length === 1);
    expect(attempts).toEqual([1, 2]);
  });
});
