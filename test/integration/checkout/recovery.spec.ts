import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { drainNode } from '../../../src/drain-node.js';
import type { RebuildsAnswer } from '../../../src/contract/stock/rebuild-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { ReportTask } from '../../../src/checkout/figures/report.task.js';
import { RecoveryLocker } from '../../../src/checkout/recovery/recovery-locks.js';
import { recoveryLockKey } from '../../../src/checkout/orders/orders.sql.js';
import { Prisma } from '../../../src/generated/prisma/client.js';
import { StockRebuild } from '../../../src/inventory/rebuild/stock-rebuild.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { EpochService } from '../../../src/queue/line/epoch.service.js';
import { FiguresService } from '../../../src/queue/line/figures.service.js';
import { SalesService } from '../../../src/sales/sales.service.js';
import { TEST_ADMIN_KEY } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from './shop.js';

const SALES = 6;
let shop: Shop;
const sales: SaleView[] = [];
/** What the node logged at info and above. */
const lines: string[] = [];

beforeAll(async () => {
  shop = await Shop.open(await sharedRedisUrl());
  const keep = (message: unknown): void => void lines.push(String(message));
  Logger.overrideLogger({ log: keep, warn: keep, error: keep });
  for (let n = 0; n < SALES; n += 1) sales.push(await shop.sale(`lost-${n}`, 20));
}, 120_000);
afterAll(async () => {
  await shop.close();
});

describe('after a loss of Redis', () => {
  it('brings all sales back together, whatever one of them fails with, and leaves a closed one alone', async () => {
    const [closed, poisoned] = [sales[0]?.id ?? '', sales[2]?.id ?? ''];
    const rebuilds = shop.app.get(StockRebuild);
    const rebuild = rebuilds.run.bind(rebuilds);
    const poison = jest
      .spyOn(rebuilds, 'run')
      .mockImplementation((saleId, ...rest) =>
        saleId === poisoned ? Promise.reject(new Error('poisoned')) : rebuild(saleId, ...rest),
      );
    await shop.app.get(SalesService).close(closed);
    const fan = await shop.fan('lost-1');
    const held = await fan.hold([{ ticketTypeId: sales[1]?.ticketTypes[0]?.id, quantity: 2 }]);
    expect((await fan.order(held.body.id)).status).toBe(201);
    const redis = shop.app.get(RedisService);
    const epochs = shop.app.get(EpochService);
    await redis.core.flushdb();
    const running = sales.map(({ id }) => id).filter((id) => id !== closed && id !== poisoned);
    await shop.until(
      () => epochs.lostOf(running),
      (lost) => lost.length === 0,
    );
    expect(await epochs.lostOf([poisoned])).toEqual([poisoned]);
    poison.mockRestore();
    expect(await redis.core.hget(Keys.sale(closed), 'epoch')).toBeNull();
    // what its orders gave back has nowhere to go, and is not tried for ever
    await shop.rows(`INSERT INTO stock_return (order_id, sale_id, kind) VALUES ('ord_gone', $1, 'release')`, [closed]);
    await shop.until(
      () => shop.number(`SELECT count(*) AS n FROM stock_return WHERE order_id = 'ord_gone' AND done_at IS NULL`),
      (open) => open === 0,
    );
    // one wait for all: no sale queued behind another's settling
    const reached = await shop.rows<{ epoch: number }>(`SELECT epoch FROM queue_sale WHERE sale_id = ANY($1)`, [
      running,
    ]);
    expect(new Set(reached.map(({ epoch }) => epoch))).toEqual(new Set([2]));
    const stored = await redis.core.hvals(Keys.committedOrders(sales[1]?.id ?? ''));
    expect(stored).toHaveLength(1); // stock being paid for still belongs to that order
  }, 60_000);
});

describe('a sale whose stock was changed while it sold', () => {
  const auth = `Bearer ${TEST_ADMIN_KEY}`;
  interface Stock {
    stock: { ticketTypeId: string; capacity: number; free: number; held: number; sold: number; withdrawn: number }[];
  }

  it('comes back from an emptied Redis as it was, less what nobody paid for, and takes the same changes again', async () => {
    const sale = sales[4] as SaleView;
    const [standing = '', seated = ''] = sale.ticketTypes.map(({ id }) => id);
    const change = (body: object) =>
      shop.call<{ code: string }>('POST', `/v1/admin/sales/${sale.id}/stock`, { auth, body });
    const stock = async () => {
      const { body } = await shop.call<Stock>('GET', `/v1/admin/sales/${sale.id}/live`, { auth });
      return body.stock;
    };
    const [buyer, holder] = await Promise.all([shop.fan(sale.slug), shop.fan(sale.slug)]);
    expect((await change({ ticketTypeId: standing, capacity: 30 })).status).toBe(200);
    expect((await change({ seatIds: ['A-1-1'], to: 'withdrawn' })).status).toBe(200);
    expect((await change({ seatIds: ['A-1-2'], to: 'blocked' })).status).toBe(200);
    await buyer.buy([{ ticketTypeId: standing, quantity: 2 }, { seatIds: ['A-1-3'] }]);
    expect((await holder.hold([{ ticketTypeId: standing, quantity: 3 }])).status).toBe(201);

    await shop.app.get(RedisService).core.flushdb();
    const epochs = shop.app.get(EpochService);
    // the sale that could not be rebuilt before is back with it
    await shop.until(
      () => epochs.lostOf([sale.id, sales[2]?.id ?? '']),
      (lost) => lost.length === 0,
    );
    const back = await shop.until(stock, (types) => types.some(({ free }) => free === 28));
    expect(back).toMatchObject([
      { ticketTypeId: standing, capacity: 30, free: 28, held: 0, sold: 2, withdrawn: 0 },
      { ticketTypeId: seated, capacity: 5, free: 2, held: 0, sold: 1, withdrawn: 2 },
    ]);
    const told = await shop.until(
      () => shop.call<RebuildsAnswer>('GET', `/v1/admin/sales/${sale.id}/rebuilds`, { auth }),
      ({ body }) => body.rebuilds.length > 1,
    );
    const pools = told.body.rebuilds[0]?.pools.map(({ ticketTypeId, rebuilt, found }) => [
      ticketTypeId,
      rebuilt,
      found,
    ]);
    expect(told).toMatchObject({
      status: 200,
      body: {
        // an emptied Redis says nothing: what was lost is unknown to it, and not told as none
        rebuilds: [
          {
            ...{ epoch: 3, found: 'nothing', holdsLost: null, admissionsLost: null },
            lanes: [{ lane: 'general', found: null }],
            orders: { units: 3, regained: null, dropped: null, conflicts: 0 },
            seats: { freed: null, corrected: null },
          },
          { epoch: 2, found: 'nothing' },
        ],
      },
    });
    expect(pools).toEqual([
      [standing, { free: 28, held: 0, committed: 2, returning: 0, withdrawn: 0 }, null],
      [seated, { free: 2, held: 0, committed: 1, returning: 0, withdrawn: 2 }, null],
    ]);
    expect((await shop.call('GET', '/v1/admin/sales/sale_x/rebuilds', { auth })).status).toBe(404);
    const fan = await shop.fan(sale.slug);
    expect((await fan.hold([{ seatIds: ['A-1-1'] }])).body.code).toBe('SEATS_TAKEN');
    expect((await change({ ticketTypeId: standing, capacity: 1 })).body.code).toBe('CAPACITY_BELOW_SOLD');
    expect((await change({ seatIds: ['A-1-1'], to: 'free' })).status).toBe(200);
    expect((await fan.hold([{ seatIds: ['A-1-1'] }])).status).toBe(201);
  }, 60_000);
});

describe('the locks of a recovery', () => {
  it('keep an order of the sale from becoming committed, and are given up one by one', async () => {
    const prisma = shop.app.get(PrismaService);
    const isFree = async (saleId: string): Promise<boolean> => {
      const [row] = await prisma.$queryRaw<{ free: boolean }[]>(
        Prisma.sql`SELECT pg_try_advisory_xact_lock_shared(${recoveryLockKey(saleId)}) AS free`,
      );
      return row?.free === true;
    };
    const locker = shop.app.get(RecoveryLocker);
    await locker.withLocks(['sale_x', 'sale_y'], async (locks) => {
      expect(locks.saleIds).toEqual(['sale_x', 'sale_y']);
      expect([await isFree('sale_x'), await isFree('sale_y'), await isFree('sale_z')]).toEqual([false, false, true]);
      await locker.withLocks(['sale_y', 'sale_z'], (others) => {
        expect(others.saleIds).toEqual(['sale_z']);
        return Promise.resolve();
      });
      await locks.release('sale_x');
      expect([await isFree('sale_x'), await isFree('sale_y')]).toEqual([true, false]);
      expect(locks.isHeld()).toBe(true);
    });
    expect(await isFree('sale_y')).toBe(true);
  });
});

describe('a sale whose sums are beyond 32 bits', () => {
  it('has right figures, and the signals of others stay fresh', async () => {
    const [bad, good] = [sales[2], sales[3]] as [SaleView, SaleView];
    await shop.rows(
      `INSERT INTO orders (id, sale_id, fan_key, idempotency_key, body_hash, epoch, state, total_minor, currency, buyer_email, buyer_name, deadline_sale_ms)
       SELECT 'ord_big_' || n, $1, 'fan_' || n, 'key_' || n, 'x', 1, 'canceled', 1999999980, 'EUR', 'a@b.c', 'B', 0 FROM generate_series(1, 4) n`,
      [bad.id],
    );
    const lineFigures = shop.app.get(FiguresService);
    const live = await shop.call<{ orders: { paid: number } }>('GET', `/v1/admin/sales/${bad.id}/live`, {
      auth: `Bearer ${TEST_ADMIN_KEY}`,
    });
    expect(live).toMatchObject({ status: 200, body: { orders: { paid: 0 }, revenue: { amount: 0 } } });
    const report = lineFigures.report.bind(lineFigures);
    const poisoned = jest.spyOn(lineFigures, 'report').mockImplementation((saleId, source, signal) => {
      if (saleId === bad.id) throw new Error('poisoned');
      return report(saleId, source, signal);
    });
    const redis = shop.app.get(RedisService);
    await redis.core.del(Keys.signals(good.id));
    await shop.app.get(ReportTask).report([bad.id, good.id]);
    expect(await redis.core.hget(Keys.signals(good.id), 'checkout')).toContain('"payments"');
    poisoned.mockRestore();
  });
});

describe('a Postgres that lost its last commits in a failover', () => {
  it('gives no number and no epoch again once it was skipped ahead', async () => {
    const sale = sales[5] as SaleView;
    const lane = async () => {
      const rows = await shop.rows<{ reserved: number; epoch: number }>(
        'SELECT reserved, epoch FROM queue_lane JOIN queue_sale USING (sale_id) WHERE sale_id = $1',
        [sale.id],
      );
      return rows[0] ?? { reserved: -1, epoch: -1 };
    };
    const before = await lane();
    const { DATABASE_URL = '' } = shop.paymentsNode.settings;
    const env = { ...process.env, DATABASE_URL };
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/skip-ahead.mjs'], { env });
    expect(stdout).toContain(`${sale.slug}: epoch ${before.epoch + 10}, 20000 numbers skipped in 1 lane(s)`);
    // the nodes notice the foreign epoch and rebuild the line above everything reserved
    const join = () => shop.call<{ number: number }>('POST', `/v1/sales/${sale.slug}/places`, { body: {} });
    const above = before.reserved + 20_000;
    await shop.until(join, ({ status, body }) => status === 201 && body.number > above, 500);
    expect((await lane()).epoch).toBeGreaterThan(before.epoch + 10);
  }, 60_000);
});

describe('an operator', () => {
  it('reads in the log what became of each sale, and its recovery, a line each', async () => {
    const { id, slug } = sales[3] as SaleView;
    const life = shop.app.get(SalesService);
    await life.pause(id);
    await life.resume(id);
    await life.close(id);
    const ours = lines.filter((line) => line.includes(id) && !line.includes('was not applied'));
    const known = [
      new RegExp(`^${slug} \\(${id}\\) is scheduled, after publish$`),
      new RegExp(`^${slug} \\(${id}\\) is on_sale, after open$`),
      new RegExp(`^${id} resumes in epoch 2 with 0 committed units$`),
      new RegExp(`^${slug} \\(${id}\\) is paused, after pause$`),
      new RegExp(`^${slug} \\(${id}\\) is on_sale, after resume$`),
      new RegExp(`^${slug} \\(${id}\\) is closed, after close$`),
    ];
    for (const each of known) expect(ours.filter((line) => each.test(line))).toHaveLength(1);
    expect(lines.join('\n')).toMatch(/^recovering \d+ sales/m);
  });

  it('stops a node that reports it, closes each connection with its answer, and then refuses none it has accepted', async () => {
    const log = (line: string): void => void lines.push(line);
    const drained = drainNode(shop.app, 300, { log, warn: log });
    const [ready, page] = [await fetch(`${shop.url}/health/ready`), await fetch(`${shop.url}/v1/sales/lost-1`)];
    expect([ready.status, await ready.json()]).toEqual([503, expect.objectContaining({ status: 'stopping' })]);
    expect([page.status, ready.headers.get('connection'), page.headers.get('connection')]).toEqual([
      200,
      'close',
      'close',
    ]);
    await page.text();
    await drained;
    await expect(fetch(`${shop.url}/health/live`)).rejects.toThrow();
    expect(lines.slice(-2)).toEqual([
      'stopping: reported as not ready, still listening for 300 ms',
      'drained: no request is open',
    ]);
  });
});
