import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { PaymentSignals } from '../payments.signals.js';
import type { PaymentWish } from '../payments.types.js';
import type { StripeCaller } from '../stripe/stripe.caller.js';
import { WishHandover } from './wish-handover.js';
import type { Outcome, WishHandler } from './wish.handler.js';
import { WishTask } from './wish.task.js';
import type { WishesRepository } from './wishes.repository.js';

const wishOf = (orderId: string): PaymentWish =>
  ({ orderId, attempt: 1, wants: 'capture', state: 'authorized', tries: 1 }) as PaymentWish;

describe('the leases of wishes', () => {
  let atMs: number;
  let capacity: number;
  let renewed: string[][];
  let stillOurs: Set<string>;
  let begun: string[];
  let finish: (outcome: Outcome) => void;
  let task: WishTask;

  beforeEach(() => {
    atMs = 10_000;
    capacity = 1;
    renewed = [];
    begun = [];
    stillOurs = new Set(['ord_1', 'ord_2']);
    jest.spyOn(performance, 'now').mockImplementation(() => atMs);
    const signals = { on: () => undefined, emit: () => undefined } as unknown as PaymentSignals;
    task = new WishTask(
      {
        lease: async () => [],
        renew: async (wishes: readonly PaymentWish[]) => {
          renewed.push(wishes.map(({ orderId }) => orderId));
          return stillOurs;
        },
        done: async () => undefined,
        postpone: async () => undefined,
      } as unknown as WishesRepository,
      {
        carryOut: async ({ orderId }: PaymentWish) => {
          begun.push(orderId);
          return await new Promise<Outcome>((resolve) => (finish = resolve));
        },
      } as unknown as WishHandler,
      { capacity: () => capacity, isOpen: () => true } as unknown as StripeCaller,
      signals,
      new WishHandover(signals),
    );
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    finish('marked');
    await task.stop();
  });

  it('are renewed while a call lasts and no more after it', async () => {
    task.take([wishOf('ord_1')]);
    atMs += 3_000;
    await task.runOnce();
    expect(renewed).toEqual([]);
    atMs += 2_000;
    await task.runOnce();
    expect(renewed).toEqual([['ord_1']]);
    atMs += 5_000;
    await task.runOnce();
    expect(renewed).toEqual([['ord_1'], ['ord_1']]);
    finish('marked');
    await task.idle();
    atMs += 5_000;
    await task.runOnce();
    expect(renewed).toHaveLength(2);
  });

  it('that another node has taken over lead to no call here', async () => {
    capacity = 0;
    task.take([wishOf('ord_1'), wishOf('ord_2')]);
    stillOurs.delete('ord_1');
    atMs += 5_000;
    await task.runOnce();
    capacity = 1;
    task.take([]);
    expect(begun).toEqual(['ord_2']);
  });

  it('that could not be renewed in time lead to no call here', async () => {
    capacity = 0;
    task.take([wishOf('ord_1')]);
    atMs += 9_000;
    capacity = 1;
    task.take([wishOf('ord_2')]);
    expect(begun).toEqual(['ord_2']);
  });
});
