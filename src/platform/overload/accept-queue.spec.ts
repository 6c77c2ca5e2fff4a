import { beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { probesOf } from './accept-probe.js';
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
    let fail: () => void;
    beforeEach(() => {
      [sent, arrives] = [0, null];
      queue.send = (failed) => {
        sent += 1;
        const own = {};
        arrives = own;
        fail = failed;
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

    it('is not empty because that one was alone in its turn', async () => {
      await turns(1_200);
      queue.note(arrives ?? {});
      at += 1;
      await emptyTurn();
      const measured = queue.waitMs;
      expect(measured).toBeGreaterThan(1_000);
      await turns(1); // the next is sent
      expect([sent, queue.waitMs]).toEqual([2, measured]);
    });

    it('is empty once only that one came, however slow the turns are', async () => {
      await turns(1_200);
      for (let turn = 0; turn < 3; turn += 1) {
        if (arrives) queue.note(arrives);
        arrives = null;
        at += 200;
        await emptyTurn();
      }
      expect([sent, queue.waitMs]).toEqual([1, 0]);
    });

    it('is as long as there was a queue while that one fails, until one is accepted', async () => {
      await turns(1_200);
      fail();
      await turns(1); // the next is sent
      expect([sent, queue.waitMs]).toEqual([2, 1_201]);
      const { send } = queue;
      fail();
      queue.send = () => null;
      await turns(300);
      expect(queue.waitMs).toBe(1_501);
      queue.send = send;
      await turns(200);
      expect(queue.waitMs).toBe(1_701);
      queue.note(arrives ?? {});
      expect(queue.waitMs).toBeLessThan(200);
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

it('knows the wait at a real server, where our connection is alone in its turn', async () => {
  const queue = new AcceptQueue();
  const waits: number[] = [];
  const server = createServer((socket) => {
    queue.note(socket);
    waits.push(queue.waitMs);
    const until = performance.now() + 0.3;
    while (performance.now() < until);
    socket.on('error', () => undefined).destroy();
  });
  server.listen(0, '127.0.0.1', 511);
  await once(server, 'listening');
  queue.send = probesOf(server);
  const { port } = server.address() as AddressInfo;
  const open = new Set<Socket>();
  const come = (): void => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    open.add(socket);
    socket.on('close', () => {
      open.delete(socket);
      if (waits.length < 1_000) come();
    });
  };
  for (let each = 0; each < 300; each += 1) come();
  while (open.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  server.close();
  expect(waits.slice(1_010, 1_210).filter((waitMs) => waitMs > 10).length).toBeGreaterThan(150);
});
