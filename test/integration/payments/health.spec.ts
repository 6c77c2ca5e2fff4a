import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PaymentHealth } from '../../../src/payments/health/health.rules.js';
import { newId } from '../../../src/platform/ids.js';
import { PaymentsNode, startPayments, until } from './payments-node.js';

let node: PaymentsNode;
beforeAll(async () => {
  node = await startPayments({ webhooks: false, rate: 25 });
});
afterEach(() => node.faults({}));
afterAll(() => node.close());

const create = async (amountMinor: number): Promise<string> => {
  const orderId = newId('ord');
  await node.ask('create', orderId, { amountMinor, currency: 'EUR', saleId: 'sale_spec' });
  return orderId;
};
const healthOnce = (holds: (health: PaymentHealth) => boolean) =>
  until(async () => {
    const health = await node.service.health();
    return holds(health) ? health : null;
  }, 'the health');

describe('health', () => {
  it('is healthy at rest and counts refusals as answers: they never open the circuit', async () => {
    await healthOnce(({ state }) => state === 'healthy');
    const orders = await Promise.all(Array.from({ length: 8 }, () => create(1)));
    for (const orderId of orders) await node.fact('canceled', orderId);
    expect(await healthOnce(({ successRate }) => successRate !== null)).toMatchObject({
      state: 'healthy',
      successRate: 1,
    });
  });

  it('stays without a 429 under the provider’s limit, however much is asked at once', async () => {
    await node.faults({ rateLimitPerSecond: 25 });
    const orders = await Promise.all(Array.from({ length: 40 }, () => create(500)));
    for (const orderId of orders) await node.fact('intent_created', orderId);
    expect((await healthOnce(({ successRate }) => successRate !== null)).throttled).toBe(0);
  });

  it('is degraded by 429, and all that was asked is done nevertheless', async () => {
    await node.faults({ rateLimitPerSecond: 4 });
    const orders = await Promise.all(Array.from({ length: 15 }, () => create(500)));
    await healthOnce(({ state, throttled }) => state === 'degraded' && throttled > 0);
    for (const orderId of orders) await node.fact('intent_created', orderId);
  }, 40_000);

  it('is told all the while a provider hangs, also while it is asked whether it answers again', async () => {
    await node.faults({ latencyMs: [60_000, 60_000] });
    await Promise.all(Array.from({ length: 8 }, () => create(500)));
    const states = new Set<string>();
    for (let isDown = false; !isDown; ) {
      const { state } = await node.service.health();
      states.add(state);
      isDown = state === 'down';
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    for (let second = 0; second < 8; second += 1) {
      states.add((await node.service.health()).state);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    expect([...states]).not.toContain('unknown');
  }, 60_000);
});
