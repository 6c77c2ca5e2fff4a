import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { PaymentsRepository } from '../payments.repository.js';
import type { PaymentSignals } from '../payments.signals.js';
import type { SetupEndings } from '../setups/setup-endings.service.js';
import type { HintHandler } from './hint.handler.js';
import type { InboxEvent, InboxRepository } from './inbox.repository.js';
import { InboxTask } from './inbox.task.js';

afterEach(() => void jest.restoreAllMocks());

const eventOf = (intentId: string): InboxEvent => ({
  id: `evt_${intentId}`,
  type: 'payment_intent.succeeded',
  body: { data: { object: { id: intentId, object: 'payment_intent' } } },
  tries: 1,
});

/** An inbox that leases one batch, and what became of its events. */
function inboxOf(events: InboxEvent[]) {
  const handled: string[] = [];
  const postponed: string[] = [];
  const left = [...events];
  const inbox = {
    lease: () => Promise.resolve(left.splice(0)),
    handled: (ids: string[]) => Promise.resolve(void handled.push(...ids)),
    postpone: (ids: string[], delayMs: number) => {
      expect(delayMs).toBeLessThan(5_000);
      return Promise.resolve(void postponed.push(...ids));
    },
    wait: () => Promise.reject(new Error('the store is gone')),
  };
  return { inbox, handled, postponed };
}

async function takeAll(
  inbox: object,
  byIntents: () => Promise<never[]>,
  follow: (intentId: string) => Promise<true | 'waits'>,
): Promise<void> {
  for (const level of ['warn', 'error'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
  const task = new InboxTask(
    inbox as InboxRepository,
    { byIntents } as unknown as PaymentsRepository,
    { follow } as unknown as HintHandler,
    { on: () => undefined, emit: () => undefined } as unknown as PaymentSignals,
    {} as SetupEndings,
  );
  await task.runOnce();
  await task.stop();
}

describe('a batch of events that fails', () => {
  it('is tried again within seconds when nothing of it could be looked up', async () => {
    const { inbox, handled, postponed } = inboxOf([eventOf('pi_1'), eventOf('pi_2')]);
    await takeAll(
      inbox,
      () => Promise.reject(new Error('no answer')),
      () => Promise.resolve(true),
    );
    expect(handled).toEqual([]);
    expect(postponed).toEqual(['evt_pi_1', 'evt_pi_2']);
  });

  it('puts off again neither what is finished nor what was put off already, and each event by its own tries', async () => {
    const often = { ...eventOf('pi_often'), tries: 12 };
    const { inbox, postponed } = inboxOf([eventOf('pi_fails'), eventOf('pi_fine'), eventOf('pi_waits'), often]);
    const delays = new Map<string, number>();
    inbox.postpone = (ids: string[], delayMs: number) => {
      for (const id of ids) delays.set(id, delayMs);
      return Promise.resolve(void postponed.push(...ids));
    };
    const broken = { ...inbox, handled: () => Promise.reject(new Error('the store is gone')) };
    await takeAll(
      broken,
      () => Promise.resolve([]),
      (intentId) => {
        if (intentId === 'pi_fails') return Promise.reject(new Error('a fault'));
        return Promise.resolve(intentId === 'pi_waits' ? 'waits' : true);
      },
    );
    expect(postponed.toSorted()).toEqual(['evt_pi_fails', 'evt_pi_fine', 'evt_pi_often', 'evt_pi_waits']);
    expect(delays.get('evt_pi_fine')).toBeLessThan(5_000);
    expect(delays.get('evt_pi_often')).toBeGreaterThan(5_000);
  });

  it('finishes the events of other payments although one cannot be put off', async () => {
    const { inbox, handled } = inboxOf([eventOf('pi_waits'), eventOf('pi_fine')]);
    inbox.postpone = () => Promise.reject(new Error('the store is gone'));
    await takeAll(
      inbox,
      () => Promise.resolve([]),
      (intentId) => Promise.resolve(intentId === 'pi_waits' ? 'waits' : true),
    );
    expect(handled).toEqual(['evt_pi_fine']);
  });
});
