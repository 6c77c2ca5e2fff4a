import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { StockService } from '../../../inventory/stock/stock.service.js';
import { StockReturnTask } from './stock-return.task.js';
import type { StockReturn, StockReturnsRepository } from './stock-returns.repository.js';

Logger.overrideLogger(false); // the errors are intended

class Impatient extends StockReturnTask {
  protected override readonly withinMs = 20;
}

const row = (id: bigint, more: Partial<StockReturn> = {}): StockReturn => ({
  ...{ id, orderId: `ord_${id}`, saleId: 'sale_1', kind: 'release', tries: 1, isClosed: false, ...more },
});

/** Rows due, in batches as taken, and what becomes of each; `answer` stands for what Redis does with an order. */
function benchOf(batches: StockReturn[][], answer: (saleId: string, orderId: string) => Promise<{ kind: string }>) {
  const [done, later, asked]: [bigint[], bigint[], string[]] = [[], [], []];
  const returns = {
    take: () => Promise.resolve(batches.shift() ?? []),
    done: (rows: readonly StockReturn[]) => Promise.resolve(done.push(...rows.map(({ id }) => id))),
    later: (id: bigint) => Promise.resolve(later.push(id)),
  } as unknown as StockReturnsRepository;
  const inventory = {
    releaseOrder: (saleId: string, orderId: string) => {
      asked.push(orderId);
      return answer(saleId, orderId);
    },
  } as unknown as StockService;
  return { task: new Impatient(returns, inventory), done, later, asked };
}
const released = () => Promise.resolve({ kind: 'done' });

describe('the return of stock', () => {
  it('goes on with the rest of a batch when one row throws, and tries that one again later', async () => {
    const { task, done, later } = benchOf([[row(1n), row(2n), row(3n)]], (_sale, orderId) =>
      orderId === 'ord_1' ? Promise.reject(new Error('a line of no pool')) : released(),
    );
    await task.runOnce();
    expect([done, later]).toEqual([[2n, 3n], [1n]]);
  });

  it('of a sale that hangs holds up no other, and is left to the next lease of its rows', async () => {
    const rows = [row(1n), row(2n), row(3n, { saleId: 'sale_2' })];
    const { task, done, later } = benchOf([rows], (_sale, orderId) =>
      orderId === 'ord_1' ? new Promise(() => undefined) : released(),
    );
    await task.runOnce();
    expect([done, later]).toEqual([[3n], []]);
  });

  it('ends for a closed sale that Redis has lost, asking once, and waits for the rebuild of a live one', async () => {
    const closed = Array.from({ length: 60 }, (_, n) => row(BigInt(n), { saleId: 'over', isClosed: true }));
    const live = [row(100n, { saleId: 'lost' }), row(101n)];
    const { task, done, later, asked } = benchOf([[...closed, ...live]], (saleId) =>
      Promise.resolve({ kind: saleId === 'sale_1' ? 'done' : 'gone' }),
    );
    await task.runOnce();
    expect([done.length, later]).toEqual([61, [100n]]);
    expect(asked.sort()).toEqual(['ord_0', 'ord_100', 'ord_101']);
  });

  it('takes the next batch at once while batches are full, within a bound', async () => {
    const full = Array.from({ length: 30 }, (_, n) => Array.from({ length: 100 }, (_, k) => row(BigInt(n * 100 + k))));
    const { task, done } = benchOf(full, () => Promise.resolve({ kind: 'done' }));
    await task.runOnce();
    expect(done).toHaveLength(2_000);
    await task.runOnce();
    expect(done).toHaveLength(3_000);
  });
});
