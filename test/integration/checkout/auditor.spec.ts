import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditTask } from '../../../src/checkout/audit/audit.task.js';
import { inventoryScripts, type ScriptName } from '../../../src/inventory/inventory.scripts.js';
import { InventoryStore } from '../../../src/inventory/inventory.store.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open(await sharedRedisUrl());
}, 60_000);
afterAll(() => shop.close());
afterEach(() => runWith({}));

/** Makes the node run its scripts with these changes, as a fault in one of them would. */
function runWith(mutations: Partial<Record<ScriptName, (source: string) => string>>): void {
  Object.assign(shop.app.get(InventoryStore), { scripts: inventoryScripts(mutations) });
}

const without = (line: string) => (source: string) => {
  if (!source.includes(line)) throw new Error(`the script has no ${line}`);
  return source.replace(line, '');
};
const stateOf = async (sale: SaleView) =>
  (await shop.rows<{ state: string }>(`SELECT state FROM sale WHERE id = $1`, [sale.id]))[0]?.state;
const whereOf = async (sale: SaleView) =>
  (
    await shop.rows<{ where: string }>(
      `SELECT detail->>'where' AS where FROM attention WHERE kind = 'conservation' AND sale_id = $1`,
      [sale.id],
    )
  )[0]?.where;

/** Runs the audit as its task does, with what the run before found. */
async function auditTwice(sale: SaleView, between: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  const audit = shop.app.get(AuditTask);
  await audit.audit(sale.id, []);
  await between();
  const [row] = await shop.rows<{ suspects: string[] }>(`SELECT suspects FROM conservation_check WHERE sale_id = $1`, [
    sale.id,
  ]);
  await audit.audit(sale.id, row?.suspects ?? []);
}

describe('a mutated script', () => {
  it('that loses an order’s units is found by the task within two runs, which names order and seat', async () => {
    const sale = await shop.sale('lost-order', 20);
    const fan = await shop.fan(sale.slug);
    const written = "redis.call('HSET', ordersKey, orderId, cjson.encode({ fan = fan, hold = holdId, lines = lines }))";
    runWith({ 'commit-hold': without(written) });
    const order = await fan.buy([{ seatIds: ['A-1-3'] }]);
    // the second run confirms what the first suspected
    expect(2 * shop.app.get(AuditTask).everyMs).toBeLessThan(10_000);
    const where = await shop.until(
      () => whereOf(sale),
      (found) => found !== undefined,
    );
    expect(await stateOf(sale)).toBe('paused');
    expect(where).toMatch(new RegExp(`missing ${order.id} \\S+ A-1-3`));
  }, 60_000);

  it('that miscounts is found while the figures go on changing, and the pool is named', async () => {
    const sale = await shop.sale('miscounted', 20);
    const [standing = ''] = sale.ticketTypes.map(({ id }) => id);
    const fan = await shop.fan(sale.slug);
    const one = [{ ticketTypeId: standing, quantity: 1 }];
    runWith({ 'hold-stock': without("redis.call('HINCRBY', stockKey, pool .. ':' .. from, -n)") });
    expect((await fan.hold(one)).status).toBe(201);
    await auditTwice(sale, () => fan.hold(one));
    expect(await stateOf(sale)).toBe('paused');
    expect(await whereOf(sale)).toMatch(/^pool \S+: its counts do not add up$/);
  }, 60_000);
});

describe('a healthy sale', () => {
  it('goes on while the payment provider takes its time at every step', async () => {
    const sale = await shop.sale('slow-provider', 20);
    const fan = await shop.fan(sale.slug);
    const faults = { method: 'PUT', headers: { 'content-type': 'application/json' } };
    const set = (body: object) =>
      fetch(`${shop.simulator.url}/_simulator/faults`, { ...faults, body: JSON.stringify(body) });
    await set({ latencyMs: [1_500, 1_500], webhooks: { delayMs: [1_000, 1_000] } });
    try {
      let bought = false;
      const buying = fan.buy([{ seatIds: ['A-1-1', 'A-1-2'] }]).then(() => (bought = true));
      // pending, authorized and captured: each is audited on the way
      while (!bought) await auditTwice(sale);
      await buying;
      await auditTwice(sale);
    } finally {
      await set({});
    }
    expect(await stateOf(sale)).toBe('on_sale');
    expect(await whereOf(sale)).toBeUndefined();
  }, 60_000);
});
