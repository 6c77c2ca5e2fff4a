import { beforeEach, describe, expect, it } from '@jest/globals';
import { AcceptQueue } from './accept-queue.js';

describe('the queue of connections to accept', () => {
  let at: number;
  let queue: AcceptQueue;
  beforeEach(() => {
    at = 1_000;
    queue = new AcceptQueue(() => at);
  });

  /** Accepts one connection in each of `count` turns of a millisecond. */
  async function turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) {
      queue.note({});
      at += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const emptyTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('has been filled since the last turn without a connection', async () => {
    await turns(1_500);
    expect(queue.waitMs).toBe(1_500);
    await emptyTurn();
    await emptyTurn();
    expect(queue.waitMs).toBe(0);
    await turns(10);
    expect(queue.waitMs).toBe(0);
  });

  it('tells the first request of a connection that may have waited', async () => {
    const early = {};
    queue.note(early);
    await turns(1_500);
    const late = {};
    queue.note(late);
    expect([early, late, late].map((connection) => queue.isNewcomer(connection))).toEqual([false, true, false]);
  });

  it('is no matter during a burst', async () => {
    await turns(1_000);
    expect(queue.waitMs).toBe(0);
    await turns(1);
    expect(queue.waitMs).toBe(1_001);
  });
});
