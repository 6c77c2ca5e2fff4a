import type { SaleShape } from '../../src/contract/shapes.js';
import { quantile } from '../report/statistics.js';
import { Buyer, PaidGuess, type Purchase } from './buyer.js';
import { type CpuReading, difference, productMs, scaled } from './cpu.js';
import type { Stage } from './stage.js';

export interface PurchaseRun {
  perSecond: number;
  purchases: Purchase[];
  p50Ms: number;
  p99Ms: number;
  /** Processor time of one purchase, idle time taken off; null where it cannot be told. */
  cpuMs: { product: number; parts: CpuReading } | null;
}
export interface PurchaseTerms {
  sale: SaleShape;
  /** Passes of admitted fans; each buys once. Those that are used are taken out. */
  passes: string[];
  width: number;
  seconds: number;
  idle: CpuReading | null;
}

/** `width` buyers buy for a while, each the next as soon as the last is paid. */
export async function runPurchases(stage: Stage, terms: PurchaseTerms): Promise<PurchaseRun> {
  const { sale, passes, width, idle } = terms;
  const guess = new PaidGuess();
  const purchases: Purchase[] = [];
  const { used, seconds } = await stage.meter.during(async () => {
    const until = performance.now() + terms.seconds * 1000;
    const lane = async (): Promise<void> => {
      const buyer = new Buyer(stage, sale.slug, sale.ticketTypes[0]?.id ?? '', guess);
      try {
        while (performance.now() < until) {
          const pass = passes.pop();
          if (pass === undefined) return;
          purchases.push(await buyer.buy(pass));
        }
      } finally {
        buyer.close();
      }
    };
    await Promise.all(Array.from({ length: width }, lane));
  });
  const took = purchases.map(({ tookMs }) => tookMs);
  const own =
    used &&
    difference(used, scaled(idle ?? { ...used, node: 0, postgres: 0, redis: 0, simulator: 0, client: 0 }, seconds));
  const parts = own && scaled(own, 1 / Math.max(1, purchases.length));
  return {
    perSecond: purchases.length / seconds,
    purchases,
    p50Ms: quantile(took, 0.5),
    p99Ms: quantile(took, 0.99),
    cpuMs: parts && { product: productMs(parts), parts },
  };
}

/** What must be true before a speed is worth printing. Throws when money, tickets and stock do not agree. */
export async function checkBooks(stage: Stage, saleId: string, purchases: readonly Purchase[]): Promise<void> {
  const live = await stage.promoter.live(saleId);
  const sold = live.stock.reduce((sum, each) => sum + each.sold, 0);
  const oversold = live.stock.some((each) => each.sold + each.held > each.capacity - each.withdrawn);
  const tickets = purchases.reduce((sum, purchase) => sum + purchase.tickets, 0);
  const state = await stage.api.call<{ objects: { charges: number }; intents: Record<string, number> }>({
    path: `${stage.cluster.simulatorUrl}/_simulator/state`,
  });
  const captured = state.data?.intents.succeeded ?? -1;
  const orders = new Set(purchases.map(({ orderId }) => orderId)).size;
  const wrong = [
    ...(sold === tickets ? [] : [`${sold} sold, ${tickets} tickets`]),
    ...(oversold ? ['oversold'] : []),
    ...(orders === purchases.length ? [] : ['one order bought twice']),
    ...(captured === purchases.length ? [] : [`${captured} payments captured, ${purchases.length} purchases`]),
    ...(live.revenue.amount === purchases.reduce((sum, { paidMinor }) => sum + paidMinor, 0)
      ? []
      : ['revenue differs']),
  ];
  if (wrong.length > 0) throw new Error(`the books do not agree, so no speed is given: ${wrong.join('; ')}`);
}
