import { setTimeout as sleep } from 'node:timers/promises';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { quantile } from '../report/statistics.js';
import { Buyer, PaidGuess, type Purchase } from './buyer.js';
import { type CpuReading, difference, productMs, scaled } from './cpu.js';
import type { Stage } from './stage.js';

export interface PurchaseRun {
  perSecond: number;
  purchases: Purchase[];
  p50Ms: number;
  p99Ms: number;
  /** CPU time of one purchase less idle time; null where unsupported. */
  cpuMs: { product: number; parts: CpuReading } | null;
}
export interface PurchaseTerms {
  sale: SaleShape;
  /** Passes of admitted fans; each buys once. Used ones are removed. */
  passes: string[];
  width: number;
  seconds: number;
  idle: CpuReading | null;
}

/** Runs `width` buyers for a while, each starting the next purchase as soon as the last is paid. */
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

/** Figures may lag briefly; books that still disagree by then are wrong. */
const AGREE_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 500;

/** Checks the invariants that make a speed worth printing. Throws if money, tickets and stock disagree. */
export async function checkBooks(stage: Stage, saleId: string, purchases: readonly Purchase[]): Promise<void> {
  let wrong: string[] = [];
  for (const until = performance.now() + AGREE_WITHIN_MS; performance.now() < until; await sleep(LOOK_EVERY_MS)) {
    wrong = await disagreements(stage, saleId, purchases);
    if (wrong.length === 0) return;
  }
  throw new Error(`the books do not balance, so no speed is reported: ${wrong.join('; ')}`);
}

interface SimulatorState {
  intents: Record<string, number>;
}

async function disagreements(stage: Stage, saleId: string, purchases: readonly Purchase[]): Promise<string[]> {
  const { stock, revenue } = await stage.promoter.live(saleId);
  const state = await stage.api.call<SimulatorState>({ path: `${stage.cluster.simulatorUrl}/_simulator/state` });
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const sold = sum(stock.map((each) => each.sold));
  const tickets = sum(purchases.map((purchase) => purchase.tickets));
  const paid = sum(purchases.map(({ paidMinor }) => paidMinor));
  const captured = state.data?.intents.succeeded ?? 0;
  const checks: [fine: boolean, what: string][] = [
    [sold === tickets, `${sold} sold, ${tickets} tickets in hands`],
    [stock.every((each) => each.sold + each.held + each.withdrawn <= each.capacity), 'oversold'],
    [new Set(purchases.map(({ orderId }) => orderId)).size === purchases.length, 'one order bought twice'],
    [captured === purchases.length, `${captured} payments captured, ${purchases.length} purchases`],
    [revenue.amount === paid, `revenue ${revenue.amount}, paid ${paid}`],
  ];
  return checks.filter(([fine]) => !fine).map(([, what]) => what);
}
