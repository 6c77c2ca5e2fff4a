import { type BlockTaken, JoinBatch } from './join-batch.js';

describe('JoinBatch', () => {
  it('takes one block for joins that arrive together, and hands it out in their order', async () => {
    const asked: number[] = [];
    const batch = new JoinBatch(async (count) => {
      asked.push(count);
      return { kind: 'taken', first: 41, count, left: 9 };
    });
    const taken = await Promise.all(Array.from({ length: 5 }, () => batch.take()));
    expect(taken.map((one) => one.kind === 'number' && one.number)).toEqual([41, 42, 43, 44, 45]);
    expect(asked).toEqual([5]);
  });

  it('splits a rush into bounded blocks', async () => {
    const asked: number[] = [];
    let next = 1;
    const batch = new JoinBatch(async (count) => {
      asked.push(count);
      next += count;
      return { kind: 'taken', first: next - count, count, left: 9 };
    });
    const taken = await Promise.all(Array.from({ length: 2_500 }, () => batch.take()));
    expect(new Set(taken.map((one) => (one.kind === 'number' ? one.number : 0))).size).toBe(2_500);
    expect(asked).toEqual([1_000, 1_000, 500]);
  });

  it('asks again for those who came after the last reserved number, and tells them if there is none', async () => {
    const blocks: BlockTaken[] = [
      { kind: 'taken', first: 7, count: 1, left: 0 },
      { kind: 'taken', first: 20, count: 1, left: 0 },
      { kind: 'full', arrivals: 20 },
    ];
    const asked: number[] = [];
    const batch = new JoinBatch(async (count) => {
      asked.push(count);
      return blocks.shift() ?? { kind: 'away' };
    });
    expect(await Promise.all([batch.take(), batch.take(), batch.take()])).toEqual([
      { kind: 'number', number: 7 },
      { kind: 'number', number: 20 },
      { kind: 'full' },
    ]);
    expect(asked).toEqual([3, 2, 1]);
  });

  it('fails all of a block together, and none after it', async () => {
    let calls = 0;
    const batch = new JoinBatch(async (count) => {
      calls += 1;
      if (calls === 1) throw new Error('broken');
      return { kind: 'taken', first: 1, count, left: 9 };
    });
    await expect(Promise.all([batch.take(), batch.take()])).rejects.toThrow('broken');
    expect(await batch.take()).toEqual({ kind: 'number', number: 1 });
  });
});
