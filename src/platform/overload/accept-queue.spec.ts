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

  describe('with a connection of our own in it', () => {
    let sent: number;
    let arrives: object | null;
    beforeEach(() => {
      [sent, arrives] = [0, null];
      queue.send = () => {
        sent += 1;
        const own = {};
        arrives = own;
        return { is: (connection) => connection === own, end: () => undefined };
      };
    });

    it('is as long as that one waits, however long there has been a queue', async () => {
      await turns(2_000);
      expect(sent).toBe(1); // it is still on its way
      expect(queue.waitMs).toBeGreaterThan(1_800);
      queue.note(arrives ?? {});
      const waited = queue.waitMs;
      expect(waited).toBeGreaterThan(1_800);
      await turns(1); // the next is sent
      queue.note(arrives ?? {});
      expect(queue.waitMs).toBeLessThan(5);
      await turns(500);
      expect([sent, queue.waitMs > 300]).toEqual([3, true]); // and the third waits again
    });

    it('is no burst any more once that one waited for a second', async () => {
      await turns(120);
      expect([sent, queue.waitMs]).toEqual([1, 0]);
      at += 2_000;
      expect(queue.waitMs).toBeGreaterThan(2_000); // and waits still
      queue.note(arrives ?? {});
      expect(queue.waitMs).toBeGreaterThan(2_000);
    });

    it('accepts that one as no newcomer, and knows nothing more once the queue was empty', async () => {
      await turns(1_200);
      const own = arrives ?? {};
      queue.note(own);
      expect(queue.isNewcomer(own)).toBe(false);
      await emptyTurn();
      await emptyTurn();
      await turns(1_001);
      queue.note(arrives ?? {});
      expect(queue.waitMs).toBeLessThan(1_001);
    });
  });
});
