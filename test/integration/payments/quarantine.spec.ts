import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PaymentsModule } from '../../../src/payments/payments.module.js';
import { PaymentsTasksModule } from '../../../src/payments/payments.tasks.module.js';
import { QuarantineRepository } from '../../../src/payments/quarantine/quarantine.repository.js';
import { QuarantineService } from '../../../src/payments/quarantine/quarantine.service.js';
import { StoreMarkTask } from '../../../src/payments/quarantine/store-mark.task.js';
import { STRAYS_A_DAY } from '../../../src/payments/quarantine/quarantine.rules.js';
import { StripeGateway } from '../../../src/payments/stripe/stripe.gateway.js';
import { SweepTask } from '../../../src/payments/sweep/sweep.task.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { newId } from '../../../src/platform/ids.js';
import { PaymentsNode, secondAfterStart, startPayments, startPeer } from './payments-node.js';

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

  it('is not begun again by an intent that was decided while it was being looked at', async () => {
    const decisions = jest.spyOn(node.app.get(QuarantineRepository), 'decisionOf').mockResolvedValue(null);
    await earlierOrders();
    await node.prisma.paymentSweep.deleteMany();
    await sweep();
    expect(decisions).toHaveBeenCalled();
    decisions.mockRestore();
    expect(await node.prisma.quarantine.count({ where: { endedAt: null } })).toBe(0);
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

describe('a node that starts after nothing was running', () => {
  const stopped = (ago: string) =>
    node.prisma.$executeRawUnsafe(`UPDATE installation SET seen_at = now() - interval '${ago}'`);
  /** As the copy of a database says it. */
  const sweptLast = (secondsAgo: number) =>
    node.prisma.paymentSweep.updateMany({ data: { windowTo: Math.floor(Date.now() / 1_000) - secondsAgo } });
  const started = async (): Promise<{ peer: PaymentsNode; standing: () => Promise<string> }> => {
    const peer = await startPeer(node);
    const fresh = peer.app.get(QuarantineService);
    const clock = jest.spyOn(peer.app.get(Clock), 'monotonicMs');
    let later = 0;
    // past what is cached
    return { peer, standing: () => (clock.mockReturnValue((later += 2_000)), fresh.standing()) };
  };
  const marks = (of: PaymentsNode) => of.app.get(StoreMarkTask, { strict: false });
  beforeAll(() => Promise.all([node.app.get(SweepTask).stop(), marks(node).stop()]));

  it('knows nothing until the provider’s charges were compared with what is here', async () => {
    await stopped('1 hour');
    await sweptLast(3_600);
    const { peer, standing } = await started();
    expect(await standing()).toBe('uncompared');
    expect(await peer.app.get(QuarantineService).isActive()).toBe(true);
    expect(await peer.app.get(QuarantineService).mayDecide('adopt', null)).toBe(false);
    expect(await peer.app.get(QuarantineService).decide('refund')).toBeNull();
    await sweep();
    expect(await standing()).toBe('none');
    // what was compared stays so
    await sweptLast(3_600);
    expect(await standing()).toBe('none');
    await peer.app.close();
  });

  it('knows it at once if others ran, compared since, or are the first', async () => {
    await sweptLast(3_600);
    await stopped('10 seconds');
    const beside = await started();
    expect(await beside.standing()).toBe('none');
    await stopped('1 hour');
    await sweptLast(60);
    const compared = await started();
    expect(await compared.standing()).toBe('none');
    await Promise.all([beside.peer.app.close(), compared.peer.app.close()]);
  });

  it('is told of charges that the copy lacks by the comparison itself', async () => {
    await stopped('1 hour');
    await sweptLast(3_600);
    await earlierOrders();
    await charge();
    const { peer, standing } = await started();
    expect(await standing()).toBe('uncompared');
    await sweep();
    expect(await standing()).toBe('active');
    await peer.app.close();
  });

  describe('in the role of payments', () => {
    const PAGE_SIZE = 100;
    const now = () => Math.floor(Date.now() / 1_000);
    const startSecond = async () => {
      const starting = jest.spyOn(SweepTask.prototype, 'onApplicationBootstrap').mockReturnValue();
      const second = await startPeer(node, [PaymentsModule, PaymentsTasksModule]);
      starting.mockRestore();
      await marks(second).stop();
      return { second, compare: () => second.app.get(SweepTask).sweep(AbortSignal.timeout(60_000)) };
    };
    const row = () => node.prisma.paymentSweep.findUniqueOrThrow({ where: { list: 'intents' } });

    it('compares in one round, however many pages an unfinished range has left', async () => {
      await stopped('1 hour');
      const make = () => node.stripe.paymentIntents.create({ amount: 700, currency: 'eur' });
      for (let page = 0; page < 12; page += 1) await Promise.all(Array.from({ length: PAGE_SIZE }, make));
      const last = await make();
      // its end lies before the stop; what was just made is listed as if it lay in it
      const unfinished = { windowFrom: now() - 7_200, windowTo: now() - 3_601, cursor: last.id };
      await node.prisma.paymentSweep.update({ where: { list: 'intents' }, data: unfinished });
      const { second, compare } = await startSecond();
      const gateway = second.app.get(StripeGateway);
      const read = gateway.intents.bind(gateway);
      const pages = jest.spyOn(gateway, 'intents');
      pages.mockImplementation(async (window) =>
        read(window.to === unfinished.windowTo ? { ...window, to: now() } : window),
      );
      expect(await second.app.get(QuarantineService).isCompared()).toBe(false);
      await compare();
      expect(await second.app.get(QuarantineService).isCompared()).toBe(true);
      expect(pages.mock.calls.filter(([{ to }]) => to === unfinished.windowTo).length).toBeGreaterThan(10);
      expect(await row()).toMatchObject({ windowFrom: unfinished.windowTo - 120, cursor: null });
      await second.app.close();
    }, 60_000);

    it('opens nothing again that another has finished meanwhile', async () => {
      await stopped('1 hour');
      const { second, compare } = await startSecond();
      await sweptLast(3_600);
      const finished = { windowFrom: now() - 3_720, windowTo: now() + 5, cursor: null };
      const gateway = second.app.get(StripeGateway);
      jest.spyOn(gateway, 'intents').mockImplementationOnce(async () => {
        await node.prisma.paymentSweep.update({ where: { list: 'intents' }, data: finished });
        return { kind: 'ok', value: { items: [], next: 'pi_older' } };
      });
      await compare();
      expect(await row()).toMatchObject(finished);
      expect(gateway.intents).toHaveBeenCalledTimes(1);
      await second.app.close();
    });

    it('marks the database as used, without control, from when it is compared', async () => {
      await stopped('1 hour');
      await sweptLast(3_600);
      const { second, compare } = await startSecond();
      await marks(second).runOnce();
      const isCompared = async () => {
        const { peer } = await started();
        const answer = await peer.app.get(QuarantineService).isCompared();
        await peer.app.close();
        return answer;
      };
      expect(await isCompared()).toBe(false);
      await compare();
      await marks(second).runOnce();
      await sweptLast(3_600);
      expect(await isCompared()).toBe(true);
      await second.app.close();
    });

    it('goes by the clock of the database, whatever its own says', async () => {
      await stopped('1 hour');
      await sweptLast(3_600);
      const { second, compare } = await startSecond();
      jest.spyOn(second.app.get(Clock), 'nowMs').mockReturnValue(Date.now() - 86_400_000);
      await compare();
      expect(await second.app.get(QuarantineService).isCompared()).toBe(true);
      expect((await row()).windowTo).toBeLessThanOrEqual(now() + 1);
      await second.app.close();
    });
  });
});
