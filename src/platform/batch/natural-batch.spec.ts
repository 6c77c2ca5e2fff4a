import { BatchFullError, NaturalBatch } from './natural-batch.js';

/** A run that records its batches and returns when the test releases it. */
function controlled<T>(maxSize = 100, width = 1) {
  const batches: T[][] = [];
  const release: (() => void)[] = [];
  const batch = new NaturalBatch<T, string>({
    maxSize,
    width,
    run: async (items) => {
      batches.push([...items]);
      await new Promise<void>((resolve) => release.push(resolve));
      return items.map((item) => `done ${String(item)}`);
    },
  });
  return { batch, batches, next: () => release.shift()?.() };
}
const settled = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe('NaturalBatch', () => {
  it('starts what one turn of the event loop brings as one run at its end', async () => {
    const { batch, batches } = controlled<number>();
    void batch.add(1);
    void batch.add(2);
    expect(batches).toEqual([]);
    await settled();
    expect(batches).toEqual([[1, 2]]);
  });

  it('starts a full run at once, and the rest of the turn as another', async () => {
    const { batch, batches } = controlled<number>(2, 2);
    for (const n of [1, 2, 3]) void batch.add(n);
    expect(batches).toEqual([[1, 2]]);
    await settled();
    expect(batches).toEqual([[1, 2], [3]]);
  });

  it('gathers what arrives during a run into the next one', async () => {
    const { batch, batches, next } = controlled<number>();
    const first = batch.add(1);
    await settled();
    const all = [first, ...[2, 3, 4].map((n) => batch.add(n))];
    expect(batches).toEqual([[1]]);
    next();
    await settled();
    await settled();
    next();
    expect(await Promise.all(all)).toEqual(['done 1', 'done 2', 'done 3', 'done 4']);
    expect(batches).toEqual([[1], [2, 3, 4]]);
  });

  it('leaves what does not fit to runs of its own, in order, each settled by itself', async () => {
    const batches: number[][] = [];
    const batch = new NaturalBatch<number, number>({
      maxSize: 3,
      fit: (items) => items.findIndex((item) => item !== items[0]),
      run: async (items) => {
        batches.push([...items]);
        await settled();
        if (items[0] === 2) throw new Error('twos are refused');
        return items;
      },
    });
    const told = await Promise.allSettled([1, 1, 2, 3, 3].map((n) => batch.add(n)));
    expect(batches).toEqual([[1, 1], [2], [3], [3]]);
    expect(told.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, true, true]);
  });

  it('bounds the size of a run and the number of runs in flight', async () => {
    const { batch, batches, next } = controlled<number>(2, 2);
    const all = [1, 2, 3, 4, 5].map((n) => batch.add(n));
    await settled();
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ]);
    for (let n = 0; n < 3; n += 1) {
      next();
      await settled();
      await settled();
    }
    await Promise.all(all);
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('refuses more than may wait, without losing those who do', async () => {
    const batch = new NaturalBatch<number, number>({ maxSize: 10, maxWaiting: 1, run: async (items) => items });
    const first = batch.add(1);
    await settled(); // in flight, so no longer waiting
    const second = batch.add(2);
    await expect(batch.add(3)).rejects.toBeInstanceOf(BatchFullError);
    expect(await Promise.all([first, second])).toEqual([1, 2]);
  });

  it('isolates one refused item among 64 and completes all others', async () => {
    const refusal = new Error('refused');
    let runs = 0;
    const batch = new NaturalBatch<number, number>({
      maxSize: 64,
      isRefusal: (error) => error === refusal,
      run: async (items) => {
        runs += 1;
        await settled();
        if (items.includes(33)) throw refusal;
        return items;
      },
    });
    const outcomes = await Promise.allSettled(Array.from({ length: 64 }, (_, n) => batch.add(n)));
    expect(outcomes.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
    expect(outcomes[33]).toMatchObject({ status: 'rejected', reason: refusal });
    expect(runs).toBe(1 + 2 * 6);
  });

  it('rejects the whole batch on any other error and goes on with the next', async () => {
    let broken = true;
    const batch = new NaturalBatch<number, number>({
      maxSize: 10,
      isRefusal: () => false,
      run: async (items) => {
        await settled();
        if (broken) throw new Error('connection lost');
        return items;
      },
    });
    const outcomes = Promise.allSettled([batch.add(1), batch.add(2), batch.add(3)]);
    expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true);
    broken = false;
    expect(await batch.add(4)).toBe(4);
  });

  it('rejects a run that returns another number of results than items', async () => {
    const batch = new NaturalBatch<number, number>({ maxSize: 10, run: async () => [] });
    await expect(batch.add(1)).rejects.toThrow('a batch of 1 items returned 0 results');
  });
});
