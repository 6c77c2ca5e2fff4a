import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { Degradation } from '../../../src/platform/overload/degradation.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { HandClock, installation, lookAt, past, publishSale, type SalesNode, startSalesNode } from './sales-node.js';

const clock = new HandClock();
let one: SalesNode;
let two: SalesNode;

beforeAll(async () => {
  const terms = installation(await freshDatabase(), await sharedRedisUrl());
  one = await startSalesNode(terms, clock);
  two = await startSalesNode(terms, clock);
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Composes on one node, late enough that a snapshot is published even if nothing changed. */
async function compose(node: SalesNode, saleId: string): Promise<Snapshot> {
  clock.ms += 5_000;
  await lookAt(node, saleId);
  return JSON.parse((await node.redis.core.hget(Keys.snapshot(saleId), 'body')) ?? 'null') as Snapshot;
}
const stored = async ({ id }: SaleView): Promise<Snapshot> =>
  JSON.parse((await one.redis.core.hget(Keys.snapshot(id), 'body')) ?? 'null') as Snapshot;
const shown = async (node: SalesNode, sale: SaleView): Promise<Snapshot> =>
  JSON.parse((await node.board.current(sale)).text) as Snapshot;
/** Advances sale time by at most a second without a tick. */
const tick = async (node: SalesNode, saleId: string): Promise<void> => {
  await node.redis.core.hset(Keys.sale(saleId), 'lastTick', Date.now() - 500);
  await node.admissions.tick(saleId);
};

describe('the snapshot', () => {
  it('says what the contract names, the same on both nodes', async () => {
    const sale = await publishSale(one, past);
    const snapshot = await compose(one, sale.id);
    expect(snapshot).toMatchObject({
      saleId: sale.id,
      state: 'on_sale',
      opensAt: sale.opensAt,
      closesAt: null,
      lanes: { general: { arrivals: 0, drawn: 0, serving: 0, weight: 1 } },
      draw: { scheme: 'ropeline-draw-v1', beacon: null },
      stock: [{ ticketTypeId: sale.ticketTypes[0]?.id, price: { amount: 4500, currency: 'EUR' }, state: 'plenty' }],
      notice: null,
      stale: false,
    });
    const [first, second] = await Promise.all([one.board.current(sale), two.board.current(sale)]);
    expect(first.text).toBe(second.text);
    expect(first.etag).toBe(second.etag);
  });

  it('does not show the seed before the draw', async () => {
    const sale = await publishSale(one);
    const snapshot = await compose(one, sale.id);
    expect(snapshot).toMatchObject({ state: 'scheduled', draw: { seed: null }, lanes: { general: { drawn: null } } });
  });

  it('is there when publishing answers, with the commitment', async () => {
    const sale = await publishSale(one, past);
    expect(await shown(two, sale)).toMatchObject({
      state: 'on_sale',
      stale: false,
      draw: { commitment: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('is told again only when something in it changed, or after five seconds', async () => {
    const sale = await publishSale(one, past);
    await lookAt(one, sale.id); // its stock is reported now, which the chances depend on
    await lookAt(one, sale.id);
    const told = jest.spyOn(one.redis.core, 'publish');
    const tellings = (): number =>
      told.mock.calls.filter(([, message]) => String(message).startsWith('snapshot')).length;
    for (let n = 0; n < 3; n += 1) await lookAt(one, sale.id);
    expect(tellings()).toBe(0);
    await one.joins.join(sale.id, { lane: 'general' });
    await lookAt(one, sale.id);
    expect(tellings()).toBe(1);
    clock.ms += 5_000;
    await lookAt(one, sale.id);
    expect(tellings()).toBe(2);
  });

  it('never falls in its version, and an older one is not put over it', async () => {
    const sale = await publishSale(one, past);
    const before = await compose(one, sale.id);
    await tick(one, sale.id);
    const after = await compose(two, sale.id);
    expect(after.version).toBeGreaterThan(before.version);
    expect(before.version).toBeGreaterThan(10 ** 12);
    const stamp = await one.lineFigures.of(sale.id);
    jest.spyOn(one.lineFigures, 'of').mockResolvedValue(stamp ? { ...stamp, saleMs: stamp.saleMs - 60_000 } : null);
    expect((await compose(one, sale.id)).version).toBe(after.version);
  });

  it('carries the notice and the state of the stock', async () => {
    const sale = await publishSale(one, past);
    await one.settings.setNotice(sale.id, { text: 'Doors are late.' });
    const stateAt = async (free: number): Promise<string | undefined> => {
      await one.redis.core.hset(Keys.stock(sale.id), `${sale.ticketTypes[0]?.poolId}:free`, free);
      clock.ms += 1_000;
      await lookAt(one, sale.id); // the next one: a conductor looks once a second
      return (await stored(sale)).stock[0]?.state;
    };
    expect([await stateAt(100), await stateAt(9), await stateAt(0)]).toEqual(['plenty', 'low', 'gone']);
    expect((await stored(sale)).notice?.text).toBe('Doors are late.');
  });
});

describe('the board of a node', () => {
  it('takes news of the other node without asking Redis', async () => {
    const sale = await publishSale(one, past);
    await compose(one, sale.id);
    await shown(two, sale);
    await tick(one, sale.id);
    const read = jest.spyOn(two.redis.read, 'hget');
    await one.joins.join(sale.id, { lane: 'general' });
    clock.ms += 1_000;
    await lookAt(one, sale.id);
    const next = JSON.parse((await one.redis.core.hget(Keys.snapshot(sale.id), 'body')) ?? '') as Snapshot;
    for (let n = 0; n < 100 && (await shown(two, sale)).version !== next.version; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await shown(two, sale)).version).toBe(next.version);
    expect(read).not.toHaveBeenCalled();
  });

  it('marks the last one stale after five seconds without a newer one, and no sooner', async () => {
    const sale = await publishSale(one, past);
    const { version } = await compose(one, sale.id);
    await shown(two, sale);
    clock.ms += 5_000;
    expect(await shown(two, sale)).toMatchObject({ version, stale: false });
    clock.ms += 1;
    const stale = await two.board.current(sale);
    expect(JSON.parse(stale.text)).toMatchObject({ version, stale: true });
    jest.spyOn(clock, 'nowMs').mockReturnValue(clock.ms - 3_600_000); // the machine's clock is set back
    expect(await shown(two, sale)).toMatchObject({ version, stale: true });
    jest.restoreAllMocks();
    expect(stale.etag).not.toBe(`"${version}"`);
  });

  it('asks pages to poll less often while the node degrades, and as before when it has recovered', async () => {
    const sale = await publishSale(one, past);
    const { pollAfterMs, version } = await compose(one, sale.id);
    const stretched = jest.spyOn(Degradation.prototype, 'isStretched', 'get').mockReturnValue(true);
    const slow = await one.board.current(sale);
    expect(JSON.parse(slow.text)).toMatchObject({ version, pollAfterMs: 3 * pollAfterMs, stale: false });
    clock.ms += 5_001;
    expect(await shown(one, sale)).toMatchObject({ version, pollAfterMs: 3 * pollAfterMs, stale: true });
    clock.ms -= 5_001;
    stretched.mockRestore();
    const again = await one.board.current(sale);
    expect(JSON.parse(again.text)).toMatchObject({ pollAfterMs });
    expect(again.etag).not.toBe(slow.etag);
  });

  it('keeps the last one good while its conductor lives, and not when the conductor says it is troubled', async () => {
    const sale = await publishSale(one, past);
    const { version } = await compose(one, sale.id);
    await shown(two, sale);
    for (let second = 0; second < 20; second += 1) {
      clock.ms += 1_000;
      two.pulse.hear([]);
    }
    expect(await shown(two, sale)).toMatchObject({ version, stale: false });
    for (let second = 0; second < 7; second += 1) {
      clock.ms += 1_000;
      two.pulse.hear([sale.id]);
    }
    expect(await shown(two, sale)).toMatchObject({ version, stale: true });
    two.pulse.hear([]);
    expect(await shown(two, sale)).toMatchObject({ version, stale: false });
  });

  it('serves the last one while Redis cannot be read', async () => {
    const sale = await publishSale(one, past);
    const { version } = await compose(one, sale.id);
    await shown(two, sale);
    jest.spyOn(two.redis.read, 'hget').mockRejectedValue(new Error('Connection is closed.'));
    clock.ms += 60_000;
    expect(await shown(two, sale)).toMatchObject({ version, stale: true });
  });

  it('says what Postgres says, marked stale and with the commitment, when Redis has none', async () => {
    const sale = await publishSale(one, past);
    await one.redis.core.del(Keys.snapshot(sale.id));
    const bare = await shown(two, sale);
    expect(bare).toMatchObject({ version: 0, state: 'on_sale', stale: true, lanes: { general: { drawn: null } } });
    expect(bare.draw.commitment).toMatch(/^[0-9a-f]{64}$/);
  });

  it('shows nothing rather than a line without its commitment', async () => {
    const sale = await publishSale(one, past);
    await one.redis.core.del(Keys.snapshot(sale.id));
    jest.spyOn(two.lineFigures, 'drawOf').mockResolvedValue(null);
    await expect(two.board.current(sale)).rejects.toMatchObject({ code: 'CORE_AWAY' });
  });

  it('finds a snapshot whose news it missed within two seconds', async () => {
    const sale = await publishSale(one, past);
    await compose(one, sale.id);
    await shown(two, sale);
    const newer = { ...(await shown(two, sale)), version: 9 * 10 ** 12, at: new Date(clock.ms).toISOString() };
    await one.redis.core.hset(Keys.snapshot(sale.id), 'version', newer.version, 'body', JSON.stringify(newer));
    clock.ms += 1_501;
    await shown(two, sale); // serves the stale one and refreshes in the background
    for (let n = 0; n < 100 && (await shown(two, sale)).version !== newer.version; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await shown(two, sale)).version).toBe(newer.version);
  });
});
