import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StripeGateway } from '../../../src/payments/stripe/stripe.gateway.js';
import { WishTask } from '../../../src/payments/wishes/wish.task.js';
import { WishesRepository } from '../../../src/payments/wishes/wishes.repository.js';
import { newId } from '../../../src/platform/ids.js';
import { PaymentsNode, startPayments, startPeer, until } from './payments-node.js';

let node: PaymentsNode;
let peer: PaymentsNode;
beforeAll(async () => {
  node = await startPayments();
  peer = await startPeer(node);
});
afterAll(async () => {
  await peer.app.close();
  await node.close();
});

const sale = { amountMinor: 9_000, currency: 'EUR', saleId: 'sale_spec' };

describe('payments as a role of its own', () => {
  it('serves another process by rows alone', async () => {
    const { orderId } = await peer.opened();
    await peer.confirm(orderId);
    await peer.fact('authorized', orderId);
    await peer.ask('capture', orderId, {});
    await peer.fact('captured', orderId);
    expect(peer.kindsOf(orderId)).toEqual(['intent_created', 'authorized', 'captured']);
    expect(
      (
        await until(async () => {
          const health = await peer.service.health();
          return health.successRate === null ? null : health;
        }, 'health')
      ).state,
    ).toBe('healthy');
  });

  it('wakes workers of other processes at once', async () => {
    let woken = 0;
    const stop = peer.service.onFacts(() => (woken += 1));
    await node.opened();
    await until(async () => (woken > 0 ? true : null), 'a wake over there');
    stop();
  });

  it('hands a fact whose taker died to another, and each fact to one taker at a time', async () => {
    const orders = Array.from({ length: 30 }, () => newId('ord'));
    for (const orderId of orders) await node.ask('create', orderId, sale);
    const taken: string[] = [];
    const take = (from: PaymentsNode) =>
      from.service.takeFacts(5, async (fact) => {
        taken.push(`${fact.kind} ${fact.orderId}`);
        return 'done';
      });
    await until(async () => {
      await Promise.all([take(node), take(peer), take(node), take(peer)]);
      return taken.length >= orders.length ? true : null;
    }, 'all facts');
    expect([...taken].sort()).toEqual([...new Set(taken)].sort());

    const { orderId } = { orderId: newId('ord') };
    await node.ask('create', orderId, sale);
    await until(async () => {
      const leased = await node.service.takeFacts(5, async () => Promise.reject(new Error('the taker died')));
      return leased > 0 ? true : null;
    }, 'a fact');
    await peer.fact('intent_created', orderId);
  });

  it('keeps a wish for the node that renews its lease, and for nobody who has lost it', async () => {
    const orderId = newId('ord');
    await node.app.get(WishTask).stop();
    await node.ask('create', orderId, sale);
    const wishes = node.app.get(WishesRepository);
    const take = new Map([['create', 1]] as const);
    const leased = await wishes.lease(take);
    expect(leased.map((wish) => wish.orderId)).toEqual([orderId]);
    const due = async (): Promise<number> =>
      (await node.prisma.payment.findFirstOrThrow({ where: { orderId } })).dueAt?.getTime() ?? 0;
    const before = await due();
    expect([...(await wishes.renew(leased))]).toEqual([orderId]);
    expect(await due()).toBeGreaterThan(before);
    expect(await wishes.lease(take)).toEqual([]);
    // the lease expires, another node takes the wish, and the first one resumes
    await node.prisma.payment.updateMany({ where: { orderId }, data: { dueAt: new Date(0) } });
    expect((await wishes.renew(leased)).size).toBe(0);
    const taken = await wishes.lease(take);
    expect(taken.map((wish) => wish.tries)).toEqual([2]);
    expect((await wishes.renew(leased)).size).toBe(0);
    expect([...(await wishes.renew(taken))]).toEqual([orderId]);
    await wishes.done(taken[0] as (typeof taken)[number]);
  });

  it('makes no second intent when a node dies between the call and its record', async () => {
    const orderId = newId('ord');
    await node.app.get(WishTask).stop();
    await node.ask('create', orderId, sale);
    const [wish] = await node.app.get(WishesRepository).lease(new Map([['create', 1]]));
    const gateway = node.app.get(StripeGateway);
    const made = await gateway.createIntent({ orderId, attempt: 1, ...sale }, gateway.keyOf('create', `${orderId}-1`));
    expect(wish?.orderId).toBe(orderId);
    // the dead node's lease expires, and another node takes the wish
    await node.prisma.payment.updateMany({ where: { orderId }, data: { dueAt: new Date() } });
    await node.app.get(WishTask).runOnce();
    await node.app.get(WishTask).idle();
    const found = (await node.fact('intent_created', orderId)).data.intentId;
    expect(made.kind === 'ok' && made.value.id).toBe(found);
  });
});
