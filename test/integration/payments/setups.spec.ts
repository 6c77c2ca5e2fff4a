import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CardChecks } from '../../../src/payments/setups/card-checks.service.js';
import { SetupEndings } from '../../../src/payments/setups/setup-endings.service.js';
import { SetupsStore } from '../../../src/payments/setups/setups.store.js';
import { SetupsTask } from '../../../src/payments/setups/setups.task.js';
import { StripeCaller } from '../../../src/payments/stripe/stripe.caller.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { redisNowMs } from '../../../src/platform/redis/redis-time.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { type PaymentsNode, startPayments } from './payments-node.js';

const MINUTE_MS = 60_000;
let node: PaymentsNode;
beforeAll(async () => {
  node = await startPayments({ webhooks: false });
});
afterAll(() => node.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const sweep = () => node.app.get(SetupsTask, { strict: false }).sweep(AbortSignal.timeout(10_000));
async function begun(lifeMs: number): Promise<{ id: string; confirmUrl: string }> {
  const check = await node.app.get(CardChecks, { strict: false }).begin('sale_spec', lifeMs);
  if (!check?.confirmUrl) throw new Error('no check began');
  return { id: check.setupIntentId, confirmUrl: check.confirmUrl };
}
const overdue = () => begun(-1);
const statusOf = async ({ id }: { id: string }) => (await node.stripe.setupIntents.retrieve(id)).status;
async function confirmed({ confirmUrl }: { confirmUrl: string }): Promise<number> {
  const body = JSON.stringify({ paymentMethod: 'pm_card_visa' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(confirmUrl, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  return answer.status;
}

describe('the sweep of card checks', () => {
  it('cancels those that are unfinished at their expiry, and no others', async () => {
    const [over, running] = [await overdue(), await begun(MINUTE_MS)];
    await sweep();
    expect([await statusOf(over), await statusOf(running)]).toEqual(['canceled', 'requires_payment_method']);
    expect([await confirmed(over), await confirmed(running)]).toEqual([400, 200]);
  });

  it('would leave them open to any card if none were remembered when it begins', async () => {
    jest.spyOn(SetupsStore.prototype, 'opened').mockResolvedValueOnce();
    const forgotten = await overdue();
    await sweep();
    expect(await confirmed(forgotten)).toBe(200);
  });

  it('goes on after one that cannot be cancelled, and tries that one again a minute later', async () => {
    const [first, second] = [await overdue(), await overdue()];
    const cancel = jest.spyOn(SetupEndings.prototype, 'cancel').mockRejectedValueOnce(new Error('no answer'));
    await sweep();
    const tried = cancel.mock.calls.map(([id]) => id);
    expect(tried.toSorted()).toEqual([first.id, second.id].toSorted());
    cancel.mockRestore();
    const failed = tried[0] === first.id ? first : second;
    const store = node.app.get(SetupsStore, { strict: false });
    expect(await store.expired(100)).not.toContain(failed.id);
    const { core } = node.app.get(RedisService, { strict: false });
    const dueInMs = Number(await core.zscore(Keys.openSetups(), failed.id)) - (await redisNowMs(core));
    expect(dueInMs).toBeLessThanOrEqual(MINUTE_MS);
    await store.opened(failed.id, -1);
    await sweep();
    expect(await statusOf(failed)).toBe('canceled');
  });

  it('lets new checks go first when the provider is busy', async () => {
    const over = await overdue();
    jest.spyOn(StripeCaller.prototype, 'capacity').mockReturnValue(0);
    await sweep();
    expect(await statusOf(over)).toBe('requires_payment_method');
    jest.restoreAllMocks();
    await sweep();
    expect(await statusOf(over)).toBe('canceled');
  });
});
