import { describe, expect, it } from '@jest/globals';
import { BatchLoops } from './batch-loops.js';

const unexpected = () => ({
  failed: (error: unknown): never => {
    throw error;
  },
  succeeded: () => undefined,
});

describe('lanes', () => {
  it('take the next batch while a slow one is in hand', async () => {
    const left = ['slow', 'quick', 'quick'];
    const done: string[] = [];
    let endSlow = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      endSlow = resolve;
    });
    const lanes = new BatchLoops(
      2,
      async () => {
        const item = left.shift();
        if (item === 'slow') await slow;
        if (item !== undefined) done.push(item);
        return left.length > 0;
      },
      unexpected,
    );
    lanes.start();
    lanes.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toEqual(['quick', 'quick']);
    endSlow();
    await lanes.idle();
    expect(done).toEqual(['quick', 'quick', 'slow']);
  });

  it('keep to their width, and look once more for whoever asked while all were busy', async () => {
    let inHand = 0;
    let most = 0;
    let batches = 0;
    const lanes = new BatchLoops(
      2,
      async () => {
        inHand += 1;
        most = Math.max(most, inHand);
        batches += 1;
        await new Promise((resolve) => setImmediate(resolve));
        inHand -= 1;
        return false;
      },
      unexpected,
    );
    for (let n = 0; n < 5; n += 1) lanes.start();
    await lanes.idle();
    expect(most).toBe(2);
    expect(batches).toBeGreaterThanOrEqual(3);
  });

  it('report a batch that failed, and begin again when asked', async () => {
    const errors: unknown[] = [];
    let fails = true;
    let successes = 0;
    const lanes = new BatchLoops(
      1,
      async () => {
        if (fails) throw new Error('away');
        return false;
      },
      () => ({ failed: (error) => errors.push(error), succeeded: () => (successes += 1) }),
    );
    lanes.start();
    await lanes.idle();
    expect([errors.length, successes]).toEqual([1, 0]);
    fails = false;
    lanes.start();
    await lanes.idle();
    expect([errors.length, successes]).toEqual([1, 1]);
  });

  it('are told apart, so that one that works does not end the streak of one that fails', async () => {
    const told: string[] = [];
    let begun = 0;
    const lanes = new BatchLoops(
      2,
      async () => {
        if (begun++ % 2 === 0) throw new Error('away');
        return false;
      },
      (lane) => ({ failed: () => told.push(`${lane} failed`), succeeded: () => told.push(`${lane} works`) }),
    );
    for (let round = 0; round < 2; round += 1) {
      lanes.start();
      lanes.start();
      await lanes.idle();
    }
    expect(told.sort()).toEqual(['1 failed', '1 failed', '2 works', '2 works']);
  });

  it('take nothing more once stopped', async () => {
    let batches = 0;
    const lanes = new BatchLoops(1, async () => ((batches += 1), true), unexpected);
    lanes.start();
    await lanes.stop();
    const before = batches;
    lanes.start();
    await lanes.idle();
    expect(batches).toBe(before);
  });
});
