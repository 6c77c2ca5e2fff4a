import { setTimeout as sleep } from 'node:timers/promises';
import { alternate } from '../alternate.js';
import { Buyer, PaidGuess } from '../buyer.js';
import { admitMany } from '../fans.js';
import type { Group, Size } from '../group.js';
import type { Stores } from '../../cluster/cluster.js';
import { Receivers } from '../receivers.js';
import { ratioRow } from '../row.js';
import { onStage, type Progress, type Stage } from '../stage.js';

const HEALTHY = 2;
const TICKETS = 50;
const QUIET_MS = 3_000;
const DONE_WITHIN_MS = 90_000;

/** Events per second to healthy endpoints while another endpoint of the same partner is down. */
export const webhooksGroup: Group = {
  name: 'webhooks',
  rows: ['P15'],
  measure: async (stores, size, progress) => {
    const { measured, baseline } = await alternate(
      size.quick ? 1 : Math.min(3, size.runs),
      () => deliveriesPerSecond(stores, size, true, progress),
      () => deliveriesPerSecond(stores, size, false, progress),
    );
    return [
      ratioRow({
        id: 'P15',
        what: 'webhooks with one dead endpoint',
        against: 'all healthy',
        unit: '/s',
        measured,
        baseline,
        goal: { min: 0.95 },
        note: `${HEALTHY} healthy endpoints, one dead one that cuts every connection; events of orders with ${TICKETS} tickets each`,
      }),
    ];
  },
};

async function deliveriesPerSecond(
  stores: Stores,
  { quick }: Size,
  dead: boolean,
  progress: Progress,
): Promise<number> {
  const receivers = await Receivers.start();
  try {
    // the one internal address that a demo may call
    const env = {
      ROPELINE_PARTNER_INBOX_URL: `${receivers.origin}/inbox`,
      ROPELINE_PARTNER_INBOX_SECRET: `whsec_${Buffer.alloc(32, 'bench').toString('base64')}`,
    };
    return await onStage(
      stores,
      async (stage) => {
        for (let index = 0; index < HEALTHY; index += 1)
          await stage.promoter.endpoint(`${receivers.origin}/healthy/${index}`);
        await stage.promoter.endpoint(`${receivers.origin}/${dead ? 'dead' : 'spare'}`);
        await sellOrders(stage, quick ? 2 : 20);
        await untilQuiet(receivers);
        const { perSecond, count } = receivers.take();
        progress(`${dead ? 'one dead' : 'all healthy'}: ${count} deliveries, ${perSecond.toFixed(0)}/s`);
        return perSecond;
      },
      { env },
    );
  } finally {
    await receivers.stop();
  }
}

async function sellOrders(stage: Stage, orders: number): Promise<void> {
  const sale = await stage.promoter.published();
  const passes = await admitMany(stage, sale.slug, orders);
  await Promise.all(
    passes.map(async (pass) => {
      const buyer = new Buyer(stage, sale.slug, sale.ticketTypes[0]?.id ?? '', new PaidGuess());
      await buyer.buy(pass, TICKETS).finally(() => buyer.close());
    }),
  );
}

/** Waits until nothing has arrived for a while. */
async function untilQuiet({ arrivedAt }: Receivers): Promise<void> {
  for (const until = performance.now() + DONE_WITHIN_MS; performance.now() < until; await sleep(100)) {
    const last = arrivedAt.at(-1);
    if (last !== undefined && performance.now() - last > QUIET_MS) return;
  }
}
