import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import {
  HandClock,
  installation,
  MINUTE,
  never,
  NOW,
  past,
  publishSale,
  type SalesNode,
  startSalesNode,
} from './sales-node.js';

const clock = new HandClock();
let node: SalesNode;

beforeAll(async () => {
  node = await startSalesNode(installation(await freshDatabase(), await sharedRedisUrl()), clock);
});
afterAll(async () => {
  await node.close();
});
beforeEach(() => {
  clock.ms = NOW;
});

const at = (ms: number): string => new Date(ms).toISOString();
const OPENS = NOW + 2 * MINUTE;
const LATER = NOW + 60 * MINUTE;
const inPrequeue = { prequeueAt: past.prequeueAt, opensAt: at(OPENS) };

describe('an opening that is postponed', () => {
  it('happens at its new time', async () => {
    const { id } = await publishSale(node, inPrequeue);
    expect(await node.settings.update(id, { opensAt: at(LATER) })).toMatchObject({ kind: 'changed' });
    clock.ms = OPENS;
    await node.scheduler.runOnce(never);
    expect((await node.repository.byId(id))?.state).toBe('prequeue');
    clock.ms = LATER;
    await node.scheduler.runOnce(never);
    expect((await node.repository.byId(id))?.state).toBe('on_sale');
  });

  it('is told to fans, like all that was changed after publishing, whoever changed it', async () => {
    const { id } = await publishSale(node, inPrequeue);
    expect(await node.saleCache.changesOf(id)).toEqual([]);
    await node.settings.update(id, { opensAt: at(LATER), name: 'Second Night' });
    await node.prisma.$executeRaw`UPDATE ticket_type SET price_minor = 4000 WHERE sale_id = ${id}`;
    await node.prisma.$executeRaw`UPDATE ticket_type SET price_minor = 4000 WHERE sale_id = ${id}`;
    await node.settings.update(id, { listed: false });
    const changes = (await node.saleCache.changesOf(id)).map(({ what, before, after }) => [what, before, after]);
    expect(changes.slice(0, -2)).toEqual([['price', expect.any(String), '4000']]);
    expect(changes.slice(-2).sort()).toEqual([
      ['name', expect.any(String), 'Second Night'],
      ['opensAt', at(OPENS), at(LATER)],
    ]);
  });

  it('may be postponed while the sale is paused before it', async () => {
    const { id } = await publishSale(node, inPrequeue);
    await node.sales.pause(id);
    clock.ms = OPENS + MINUTE;
    expect(await node.settings.update(id, { opensAt: at(LATER) })).toMatchObject({ kind: 'changed' });
    await node.sales.resume(id);
    await node.scheduler.runOnce(never);
    expect(await node.saleCache.byId(id)).toMatchObject({ state: 'prequeue', opensAt: at(LATER) });
  });

  it('is refused once the sale has opened, paused or not', async () => {
    const { id } = await publishSale(node, past);
    expect(await node.settings.update(id, { opensAt: at(LATER) })).toEqual({ kind: 'refused', state: 'on_sale' });
    await node.sales.pause(id);
    expect(await node.settings.update(id, { opensAt: at(LATER) })).toEqual({ kind: 'refused', state: 'paused' });
  });

  it('is refused in its last second, which belongs to whoever opens the sale', async () => {
    const { id } = await publishSale(node, inPrequeue);
    clock.ms = OPENS - 900;
    expect(await node.settings.update(id, { opensAt: at(LATER) })).toEqual({ kind: 'refused', state: 'prequeue' });
    clock.ms = OPENS - 1_100;
    expect(await node.settings.update(id, { opensAt: at(LATER) })).toMatchObject({ kind: 'changed' });
  });

  it('is never drawn early by a node that still knows the old time', async () => {
    const { id } = await publishSale(node, inPrequeue);
    const known = await node.saleCache.byId(id);
    if (!known) throw new Error('the sale is gone');
    await node.settings.update(id, { opensAt: at(LATER) });
    clock.ms = OPENS;
    await node.life.crossBoundaries(known);
    expect((await node.repository.byId(id))?.state).toBe('prequeue');
    expect((await node.lineFigures.of(id))?.draw.seed).toBeNull();
  });

  it('waits for a change of the time that is being written', async () => {
    const { id } = await publishSale(node, inPrequeue);
    const known = await node.saleCache.byId(id);
    if (!known) throw new Error('the sale is gone');
    clock.ms = OPENS;
    let crossing: Promise<unknown> = Promise.resolve();
    await node.prisma.$transaction(async (tx) => {
      await tx.sale.update({ where: { id }, data: { opensAt: new Date(LATER) } });
      crossing = node.life.crossBoundaries(known);
      await tx.$queryRaw`SELECT pg_sleep(0.2)::text`;
    });
    await crossing;
    expect((await node.repository.byId(id))?.state).toBe('prequeue');
  });
});
