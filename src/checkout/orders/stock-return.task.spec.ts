import { describe, expect, it } from '@jest/globals';
import type { InventoryService } from '../../inventory/inventory.service.js';
import { StockReturnTask } from './stock-return.task.js';
import type { StockReturn, StockReturnsRepository } from './stock-returns.repository.js';

class Impatient extends StockReturnTask {
  protected override readonly withinMs = 20;
}

const row = (id: bigint, saleId = 'sale_1'): StockReturn => ({
  ...{ id, orderId: `ord_${id}`, saleId },
  ...{ kind: 'release', tries: 1 },
});

/** Runs a round over the rows; `release` stands for what Redis does with an order. */
async function round(rows: readonly StockReturn[], release: (orderId: string) => Promise<unknown>) {
  const [done, later]: [bigint[], bigint[]] = [[], []];
  const returns = {
    take: () => Promise.resolve(rows),
    done: (of: readonly StockReturn[]) => Promise.resolve(done.push(...of.map(({ id }) => id))),
    later: (id: bigint) => Promise.resolve(later.push(id)),
  } as unknown as StockReturnsRepository;
  const inventory = {
    releaseOrder: (_sale: string, orderId: string) => release(orderId),
  } as unknown as InventoryService;
  await new Impatient(returns, inventory).runOnce(new AbortController().signal);
  return [done, later];
}
const released = () => Promise.resolve({ kind: 'done', units: 1 });

describe('the return of stock', () => {
  it('goes on with the rest of a batch when one row throws, and tries that one again later', async () => {
    const broken = (orderId: string) =>
      orderId === 'ord_1' ? Promise.reject(new Error('a line of no pool')) : released();
    expect(await round([row(1n), row(2n), row(3n)], broken)).toEqual([[2n, 3n], [1n]]);
  });

  it('of a sale that hangs holds up no other, and is left to the next lease of its rows', async () => {
    const hanging = (orderId: string) => (orderId === 'ord_1' ? new Promise(() => undefined) : released());
    expect(await round([row(1n), row(2n), row(3n, 'sale_2')], hanging)).toEqual([[3n], []]);
  });
});
