import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../tools/stripe-simulator/core/random.js';
import { FactsBench } from '../integration/checkout/facts-bench.js';
import { OrdersDatabase } from '../integration/checkout/orders-database.js';
import { MoneyWorld } from './money-world.js';

/** `npm run simulate` runs more seeds, or a single failing one. */
const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 20);
const FIRST = Number(process.env['SIMULATION_FIRST'] ?? 1);
const TABLES =
  'order_item, orders, payment, payment_fact, payment_refund, stripe_event, ticket, quota, outbox, attention';

interface End {
  id: string;
  state: string;
  refunded: number;
  total: number;
  live: number;
  items: number;
  attention: number;
  dispute: string | null;
  held: number;
}

describe('orders, payments and refunds under faults and crashes', () => {
  let db: OrdersDatabase;
  let bench: FactsBench;
  beforeAll(async () => {
    db = await OrdersDatabase.open(1_000);
    bench = new FactsBench(db.url);
  });
  afterAll(async () => {
    await bench.close();
    await db.close();
  });

  const ends = (): Promise<End[]> =>
    db.query<End & { [name: string]: unknown }>(`
      SELECT o.id, o.state, o.refunded_minor::int AS refunded, o.total_minor::int AS total,
        (SELECT count(*)::int FROM ticket t WHERE t.order_id = o.id AND t.voided_at IS NULL AND t.issued_at IS NOT NULL) AS live,
        (SELECT count(*)::int FROM order_item i WHERE i.order_id = o.id AND i.returned_at IS NULL) AS items,
        (SELECT count(*)::int FROM attention a WHERE a.order_id = o.id) AS attention, o.dispute,
        (SELECT count(*)::int FROM ticket t WHERE t.order_id = o.id AND t.voided_at IS NULL AND t.held_at IS NOT NULL) AS held
      FROM orders o ORDER BY o.id`);

  /** Checks that the provider's books equal ours, and that each charge has its ticket or was refunded. */
  const audit = async (world: MoneyWorld): Promise<void> => {
    let [taken, kept] = [0, 0];
    for (const end of await ends()) {
      const intents = world.stripe.intentsOf(end.id);
      const charged = intents.filter(({ status }) => status === 'succeeded');
      const back = charged.reduce((sum, intent) => sum + world.stripe.refundedOf(intent), 0);
      taken += charged.reduce((sum, intent) => sum + intent.amountReceived, 0) - back;
      expect({ ...end, held: intents.filter(({ status }) => status === 'requires_capture').length }).toMatchObject({
        held: 0,
      });
      if (end.state === 'paid') {
        kept += end.total - end.refunded;
        expect({ ...end, charges: charged.length, back }).toMatchObject({ charges: 1, back: end.refunded });
        expect({ ...end, live: end.live }).toMatchObject({ live: end.items });
        const isHeld = end.dispute === 'opened' || end.dispute === 'lost';
        expect({ ...end, held: end.held }).toMatchObject({ held: isHeld ? end.live : 0 });
        if (bench.policy?.disputedTickets === 'void' && end.dispute === 'lost') expect(end).toMatchObject({ live: 0 });
      } else if (end.state !== 'needs_attention' || end.attention === 0) {
        expect({ ...end, left: charged.length * end.total - back }).toMatchObject({ left: 0, live: 0 });
      }
    }
    expect(taken).toBe(kept);
    expect(await db.sold()).toBe(await db.liveTickets());
    const counted = await db.number(`SELECT COALESCE(sum(n), 0) AS n FROM quota`);
    expect(counted).toBe((await ends()).reduce((sum, { state, items }) => sum + (state === 'paid' ? items : 0), 0));
  };

  const runSeed = async (seed: number): Promise<void> => {
    await db.query(
      `DELETE FROM order_item; ${TABLES.split(', ')
        .map((table) => `DELETE FROM ${table}`)
        .join('; ')}; UPDATE pool SET sold = 0`,
    );
    bench.policy = { disputedTickets: seed % 2 === 0 ? 'void' : 'hold', warnedTickets: 'keep' };
    const world = new MoneyWorld(seed, seededRandom(seed), db, bench);
    try {
      await world.run();
      await audit(world);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const again = `npm run simulate -- --first ${seed} --seeds 1`;
      throw new Error(`seed ${seed} (${again}): ${said}\n${world.log.join('\n')}`, { cause: error });
    }
  };

  it(
    `balances with every charge ticketed or given back: seeds ${FIRST} to ${FIRST + SEEDS - 1}`,
    async () => {
      for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) await runSeed(seed);
    },
    Math.max(60_000, SEEDS * 5_000),
  );
});
