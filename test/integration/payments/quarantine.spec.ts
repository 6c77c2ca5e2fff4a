import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QuarantineService } from '../../../src/payments/quarantine/quarantine.service.js';
import { STRAYS_A_DAY } from '../../../src/payments/quarantine/quarantine.rules.js';
import { SweepTask } from '../../../src/payments/sweep/sweep.task.js';
import { newId } from '../../../src/platform/ids.js';
import { PaymentsNode, secondAfterStart, startPayments } from './payments-node.js';

let node: PaymentsNode;
beforeAll(async () => {
  node = await startPayments({ webhooks: false });
  await secondAfterStart();
});
afterAll(() => node.close());

const sweep = () => node.app.get(SweepTask).sweep(AbortSignal.timeout(10_000));
const quarantine = () => node.app.get(QuarantineService);

/** Creates a captured intent marked as this installation's, whose order is missing from the database. */
async function charge(orderId = newId('ord')): Promise<string> {
  const { intentId } = await node.opened();
  const { metadata } = await node.stripe.paymentIntents.retrieve(intentId);
  const { id } = await node.stripe.paymentIntents.create({
    amount: 5_000,
    currency: 'eur',
    capture_method: 'manual',
    metadata: { ...metadata, order_id: orderId },
  });
  await node.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
  await node.stripe.paymentIntents.capture(id);
  return id;
}
const givenBack = async (intentId: string) =>
  (await node.stripe.refunds.list({ payment_intent: intentId })).data.reduce((sum, { amount }) => sum + amount, 0);
const laterOrder = () => node.prisma.$executeRaw`UPDATE payment SET created_at = now() + interval '1 hour'`;
const earlierOrders = () => node.prisma.$executeRaw`UPDATE payment SET created_at = now() - interval '1 hour'`;

describe('a quarantine', () => {
  it('gives nothing back that is newer than all orders, until a person decides', async () => {
    const lost = [await charge(), await charge()];
    await earlierOrders();
    await sweep();
    await laterOrder(); // later orders do not hide it
    await sweep();
    expect(await Promise.all(lost.map(givenBack))).toEqual([0, 0]);
    expect((await quarantine().strays()).map(({ intentId }) => intentId).sort()).toEqual([...lost].sort());
    await node.takeFacts();
    expect(node.facts.filter(({ kind }) => kind === 'odd')).toMatchObject([
      { orderId: '', data: { what: 'quarantine' } },
    ]);
    expect(await quarantine().isActive()).toBe(true);

    expect(await quarantine().decide('refund')).toBe(2);
    await sweep();
    await sweep();
    expect(await Promise.all(lost.map(givenBack))).toEqual([5_000, 5_000]);
    expect(await quarantine().decide('refund')).toBe(0);
    expect(await quarantine().decide('release')).toBeNull();
  });

  it('begins when more than a handful of strays would be given back in a day', async () => {
    const strays: string[] = [];
    for (let n = 0; n <= STRAYS_A_DAY; n += 1) strays.push(await charge());
    await laterOrder();
    await sweep();
    const back = await Promise.all(strays.map(givenBack));
    expect(back.filter((amount) => amount > 0)).toHaveLength(STRAYS_A_DAY);
    expect(await node.prisma.quarantine.count({ where: { endedAt: null, reason: 'many_strays' } })).toBe(1);
    // released: these charges are never touched again
    expect(await quarantine().decide('release')).toBe(1);
    await sweep();
    expect((await Promise.all(strays.map(givenBack))).filter((amount) => amount > 0)).toHaveLength(STRAYS_A_DAY);
  });
});
