import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RetentionRepository } from '../../../src/admin/retention/retention.repository.js';
import { retentionRules } from '../../../src/admin/retention/retention.rules.js';
import { RetentionTask } from '../../../src/admin/retention/retention.task.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { startNode, type TestNode } from '../../support/app.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../../support/sale.js';
import { startSystem, type TestSystem } from '../../support/system.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';

const never = new AbortController().signal;

describe('retention', () => {
  let node: TestNode;
  let prisma: PrismaService;
  let task: RetentionTask;
  beforeAll(async () => {
    node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
    prisma = node.app.get(PrismaService, { strict: false });
    task = node.app.get(RetentionTask, { strict: false });
  }, 60_000);
  afterAll(async () => {
    await node.close();
  });

  it('is SQL that the database accepts, for every rule', async () => {
    const rows = node.app.get(RetentionRepository, { strict: false });
    for (const rule of retentionRules)
      if (rule.keep === 'days' || rule.keep === 'anonymised') expect(await rows.step(rule)).toBe(0);
  });

  it('ends what is old and keeps what is not', async () => {
    const at = (days: number): Date => new Date(Date.now() - days * 86_400_000);
    await prisma.idempotentCall.createMany({
      data: [3, 1].map((days) => ({ scope: 's', key: `key-${days}`, bodyHash: 'h', createdAt: at(days) })),
    });
    await prisma.outbox.createMany({
      data: [
        { type: 'old', data: {}, createdAt: at(8), numberedAt: at(8) },
        { type: 'young', data: {}, createdAt: at(6), numberedAt: at(6) },
        { type: 'unnumbered', data: {}, createdAt: at(30) },
      ],
    });
    await task.runOnce(never);
    expect((await prisma.idempotentCall.findMany()).map(({ key }) => key)).toEqual(['key-1']);
    const left = (await prisma.outbox.findMany()).map(({ type }) => type);
    expect(left).toEqual(expect.arrayContaining(['young', 'unnumbered']));
    expect(left).not.toContain('old');
  });
});

describe('a sale that is long over', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ nodes: 1 });
  }, 60_000);
  afterAll(() => system.close());

  it('keeps its access codes while it runs, however long that is, and forgets them 90 days after its end', async () => {
    const sale = await publishedSale(system.url);
    const { app } = system.nodes[0] as TestNode;
    const prisma = app.get(PrismaService, { strict: false });
    const ago = (days: number): Date => new Date(Date.now() - days * 86_400_000);
    const codes = async (): Promise<[batches: number, codes: number]> => [
      await prisma.accessCodeBatch.count({ where: { saleId: sale.id } }),
      await prisma.accessCode.count({ where: { saleId: sale.id } }),
    ];
    await prisma.accessCodeBatch.create({
      data: { id: 'acb_old', saleId: sale.id, lane: 'general', count: 1, createdAt: ago(200) },
    });
    await prisma.accessCode.create({
      data: { saleId: sale.id, digest: Buffer.from('d'), batchId: 'acb_old', uses: 1 },
    });
    await prisma.sale.update({ where: { id: sale.id }, data: { prequeueAt: ago(121), opensAt: ago(120) } });
    await app.get(RetentionTask, { strict: false }).runOnce(never);
    expect(await codes()).toEqual([1, 1]);
    await prisma.sale.update({ where: { id: sale.id }, data: { state: 'closed', closedAt: ago(89) } });
    await app.get(RetentionTask, { strict: false }).runOnce(never);
    expect(await codes()).toEqual([1, 1]);
    await prisma.sale.update({ where: { id: sale.id }, data: { closedAt: ago(91) } });
    await app.get(RetentionTask, { strict: false }).runOnce(never);
    expect(await codes()).toEqual([0, 0]);
  });

  it('keeps its orders and their amounts, and no buyer', async () => {
    const sale = await publishedSale(system.url);
    const { pass } = await admitted(system.url, sale.slug);
    const hold = await heldTickets(system.url, sale.slug, pass, [
      { ticketTypeId: sale.ticketTypes[0]?.id, quantity: 1 },
    ]);
    await paid(system.url, await ordered(system.url, pass, hold.id));
    const { app } = system.nodes[0] as TestNode;
    const prisma = app.get(PrismaService, { strict: false });
    const order = async () => await prisma.order.findFirstOrThrow({ where: { saleId: sale.id } });
    await app.get(RetentionTask, { strict: false }).runOnce(never);
    expect((await order()).buyerEmail).not.toBe('');
    const push = { saleId: sale.id, lane: 'general', number: 1, sealed: 's' };
    await prisma.queuePush.create({ data: push });
    await app.get(RetentionTask, { strict: false }).runOnce(never);
    expect(await prisma.queuePush.count()).toBe(1);
    await prisma.sale.update({
      where: { id: sale.id },
      data: { state: 'closed', closedAt: new Date(Date.now() - 25 * 3_600_000) },
    });
    await app.get(RetentionTask, { strict: false }).runOnce(never);
    expect(await prisma.queuePush.count()).toBe(0);
    await prisma.sale.update({
      where: { id: sale.id },
      data: { showStartsAt: new Date(Date.now() - 401 * 86_400_000) },
    });
    await app.get(RetentionTask, { strict: false }).runOnce(never);
    expect(await order()).toMatchObject({
      buyerEmail: '',
      buyerName: '',
      totalMinor: BigInt(hold.total.amount),
      state: 'paid',
    });
  });
});
