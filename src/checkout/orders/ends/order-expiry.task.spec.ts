import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PaymentsService } from '../../../payments/payments.service.js';
import type { EpochService } from '../../../queue/line/epoch.service.js';
import type { FiguresService } from '../../../queue/line/figures.service.js';
import { OrderExpiryTask } from './order-expiry.task.js';
import type { OrderNews } from '../order-news.js';
import type { OrdersRepository } from '../orders.repository.js';
import type { ConductedSales } from '../../../sales/conductor/conducted-sales.service.js';

const saleTimes = new Map<string, number>();
const lost = new Set<string>();
const woken: string[] = [];
const looked: string[] = [];
let pending: string[];
let task: OrderExpiryTask;

const orders = {
  salesWithPending: () => Promise.resolve(pending),
  startCancelDue: (saleId: string) => {
    looked.push(saleId);
    return Promise.resolve([]);
  },
  unaskedDue: () => Promise.resolve([]),
} as unknown as OrdersRepository;
const epochs = {
  isAlive: (saleId: string) => Promise.resolve(!lost.has(saleId)),
} as unknown as EpochService;
const lineFigures = {
  now: (saleId: string) => Promise.resolve(saleTimes.get(saleId) ?? 0),
} as unknown as FiguresService;
const conducted = {
  wake: (saleId: string) => {
    woken.push(saleId);
    return Promise.resolve();
  },
} as unknown as ConductedSales;

const round = async (passedMs: Record<string, number> = {}): Promise<void> => {
  for (const [saleId, ms] of Object.entries(passedMs)) saleTimes.set(saleId, (saleTimes.get(saleId) ?? 0) + ms);
  await task.runOnce(new AbortController().signal);
};

beforeEach(() => {
  saleTimes.clear();
  lost.clear();
  woken.length = 0;
  looked.length = 0;
  pending = ['sale_a', 'sale_b'];
  task = new OrderExpiryTask(orders, epochs, lineFigures, conducted, {} as PaymentsService, {} as OrderNews);
});

describe('sales with pending orders', () => {
  it('are left alone while their time runs', async () => {
    for (let n = 0; n < 5; n += 1) await round({ sale_a: 1_000, sale_b: 990 });
    expect(woken).toEqual([]);
    expect(looked).toHaveLength(10);
  });

  it('are woken when their time stands still, again and again until it runs', async () => {
    await round({ sale_a: 1_000, sale_b: 1_000 });
    await round({ sale_a: 1_000 });
    await round({ sale_a: 1_000 });
    expect(woken).toEqual(['sale_b', 'sale_b']);
    await round({ sale_a: 1_000, sale_b: 250 });
    expect(woken).toHaveLength(2);
  });

  it('are not woken while they are rebuilt, nor by what was seen before', async () => {
    await round({ sale_a: 1_000, sale_b: 1_000 });
    lost.add('sale_b');
    await round({ sale_a: 1_000 });
    lost.clear();
    await round({ sale_a: 1_000 });
    expect(woken).toEqual([]);
    expect(looked).not.toContain('sale_c');
  });

  it('are forgotten with their last order', async () => {
    await round();
    pending = [];
    await round();
    pending = ['sale_a'];
    await round();
    expect(woken).toEqual([]);
  });
});
