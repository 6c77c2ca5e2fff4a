import { describe, expect, it } from '@jest/globals';
import type { InventoryService } from '../../inventory/inventory.service.js';
import { StockReturnTask } from './stock-return.task.js';
import type { StockReturn, StockReturnsRepository } from './stock-returns.repository.js';

class Impatient extends StockReturnTask {
  protected override readonly withinMs = 20;
}

const row = (id: bigint, saleId = 'sale_1', isClosed = false): StockReturn => ({
  ...{ id, orderId: `ord_${id}`, saleId, isClosed },
  ...{ kind: 'release', tries: 1 },
});

/** Runs a round over the rows; `release` stands for what Redis does with an order. */
async function round(rows: StockReturn[], release: (orderId: string, saleId: string) => Promise<unknown>) {
  const [done, later]: [bigint[], bigint[]] = [[], []];
  const returns = {
    take: (limit: number) => Promise.resolve(rows.splice(0, limit)),
    done: (of: readonly StockReturn[]) => Promise.resolve(done.push(...of.map(({ id }) => id))),
    later: (id: bigint) => Promise.resolve(later.push(id)),
  } as unknown as StockReturnsRepository;
  const inventory = {
    releaseOrder: (saleId: string, orderId: string) => release(orderId, saleId),
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

  it('ends for a closed sale that Redis has lost, asking once, and waits for the rebuild of a live one', async () => {
    const closed = Array.from({ length: 60 }, (_, n) => row(BigInt(n), 'over', true));
    const asked: string[] = [];
    const [done, later] = await round([...closed, row(100n, 'lost'), row(101n)], (orderId, saleId) => {
      asked.push(orderId);
      return saleId === 'sale_1' ? released() : Promise.resolve({ kind: 'gone' });
    });
    expect([done?.length, later]).toEqual([61, [100n]]);
    expect(asked.toSorted()).toEqual(['ord_0', 'ord_100', 'ord_101']);
  });

  it('takes the next batch at once while batches are full, within a bound', async () => {
    const rows = Array.from({ length: 3_000 }, (_, n) => row(BigInt(n)));
    const [done] = await round(rows, released);
    expect([done?.length, rows.length]).toEqual([2_000, 1_000]);
  });
});
