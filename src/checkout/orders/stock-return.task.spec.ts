import { describe, expect, it } from '@jest/globals';
import type { InventoryService } from '../../inventory/inventory.service.js';
import { StockReturnTask } from './stock-return.task.js';
import type { StockReturn, StockReturnsRepository } from './stock-returns.repository.js';

const row = (id: bigint): StockReturn => ({ id, orderId: `ord_${id}`, saleId: 'sale_1', kind: 'release', tries: 1 });

describe('the return of stock', () => {
  it('goes on with the rest of a batch when one row throws, and tries that one again later', async () => {
    const [done, later]: [bigint[], bigint[]] = [[], []];
    const returns = {
      take: () => Promise.resolve([row(1n), row(2n), row(3n)]),
      done: (rows: readonly StockReturn[]) => Promise.resolve(done.push(...rows.map(({ id }) => id))),
      later: (id: bigint) => Promise.resolve(later.push(id)),
    } as unknown as StockReturnsRepository;
    const inventory = {
      releaseOrder: (_sale: string, orderId: string) =>
        orderId === 'ord_1'
          ? Promise.reject(new Error('a line of no pool'))
          : Promise.resolve({ kind: 'done', units: 1 }),
    } as unknown as InventoryService;
    await new StockReturnTask(returns, inventory).runOnce();
    expect([done, later]).toEqual([[2n, 3n], [1n]]);
  });
});
