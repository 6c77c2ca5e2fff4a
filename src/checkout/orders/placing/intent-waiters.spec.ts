import { describe, expect, it } from '@jest/globals';
import { IntentWaiters } from './intent-waiters.js';
import type { OrdersRepository } from '../orders.repository.js';

const intent = { intentId: 'pi_1', clientSecret: 'pi_1_secret' };
const waitersThatSee = (ids: () => string[]) =>
  new IntentWaiters({ withIntent: () => Promise.resolve(ids()) } as unknown as OrdersRepository);
const LONG_MS = 10_000;

describe('callers that wait for an intent', () => {
  it('are all given it when this node opens it', async () => {
    const waiters = waitersThatSee(() => []);
    const both = Promise.all([waiters.waitFor('ord_1', LONG_MS), waiters.waitFor('ord_1', LONG_MS)]);
    expect(waiters.resolve('ord_1', intent)).toBe(true);
    expect(await both).toEqual([intent, intent]);
    expect(waiters.resolve('ord_1', intent)).toBe(false);
    waiters.onApplicationShutdown();
  });

  it('go on without it when another node has decided their order', async () => {
    const waiters = waitersThatSee(() => ['ord_1']);
    expect(await waiters.waitFor('ord_1', LONG_MS)).toBeNull();
    waiters.onApplicationShutdown();
  });

  it('go on without it when their time is over, and at a shutdown', async () => {
    const waiters = waitersThatSee(() => []);
    expect(await waiters.waitFor('ord_1', 1)).toBeNull();
    const waiting = waiters.waitFor('ord_2', LONG_MS);
    waiters.onApplicationShutdown();
    expect(await waiting).toBeNull();
  });
});
