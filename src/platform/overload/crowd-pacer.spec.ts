import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CrowdPacer } from './crowd-pacer.js';
import { LEAST_QUOTA, nextQuota, TURN_TARGET_MS } from './overload.policy.js';

const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const turn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

/** Stands for a connection; says whether it is read. */
class Line {
  destroyed = false;
  isRead = true;
  pause(): void {
    this.isRead = false;
  }
  resume(): void {
    this.isRead = true;
  }
}
const asSocket = (line: Line): Socket => line as unknown as Socket;

describe('the pacer', () => {
  let at: number;
  let isWanted: boolean;
  let pacer: CrowdPacer;
  beforeEach(() => {
    at = 1_000;
    isWanted = true;
    pacer = new CrowdPacer(
      () => isWanted,
      () => at,
    );
  });

  /** One turn in which these connections were answered. */
  async function answer(lines: readonly Line[], tookMs: number): Promise<void> {
    for (const line of lines) pacer.answeredOn(asSocket(line));
    at += tookMs;
    await turn();
  }
  const crowd = (count: number): Line[] => Array.from({ length: count }, () => new Line());
  const readOf = (lines: readonly Line[]): number => lines.filter(({ isRead }) => isRead).length;

  it('leaves everybody alone while turns are short, or while nobody is inside', async () => {
    const lines = crowd(100);
    await answer(lines, TURN_TARGET_MS);
    isWanted = false;
    await answer(lines, 100);
    expect([readOf(lines), pacer.heldCount]).toEqual([100, 0]);
  });

  it('reads as many after a long turn as fit into a short one, the others in their order later', async () => {
    const lines = crowd(100);
    await answer(lines, 2 * TURN_TARGET_MS);
    expect(lines.map(({ isRead }) => isRead)).toEqual(lines.map((_, index) => index < 50));
    at += TURN_TARGET_MS;
    await turn();
    expect([readOf(lines), pacer.heldCount]).toEqual([100, 0]);
  });

  it('reads everybody again when the last of those inside has gone', async () => {
    const lines = crowd(1_000);
    await answer(lines, 50 * TURN_TARGET_MS);
    expect(pacer.heldCount).toBe(500);
    isWanted = false;
    await turn();
    expect([readOf(lines), pacer.heldCount]).toEqual([1_000, 0]);
  });

  it('takes no more of a turn than the quota while turns are long', async () => {
    expect(Array.from({ length: 100 }, () => pacer.takes())).not.toContain(false);
    await answer(crowd(40), 2 * TURN_TARGET_MS);
    expect(Array.from({ length: 100 }, () => pacer.takes()).filter(Boolean)).toHaveLength(50);
  });

  it('forgets connections that were closed meanwhile', async () => {
    const lines = crowd(100);
    await answer(lines, 2 * TURN_TARGET_MS);
    for (const line of lines) line.destroyed = true;
    await turn();
    expect(pacer.heldCount).toBe(0);
    expect(readOf(lines)).toBe(50);
  });
});

describe('the quota', () => {
  it('follows the length of the turn and never ends', () => {
    expect(nextQuota(100, TURN_TARGET_MS)).toBe(100);
    expect(nextQuota(100, TURN_TARGET_MS / 2)).toBe(200);
    expect(nextQuota(100, 1_000)).toBe(50);
    expect(nextQuota(1, 1_000)).toBe(LEAST_QUOTA);
    expect(nextQuota(10_000, 0)).toBe(10_000);
  });
});

describe('a connection of a real server', () => {
  let server: Server;
  let client: Socket;
  let heldMost = 0;

  beforeEach(async () => {
    let at = 0;
    // every turn is a long one, and more connections than the quota stand before this one
    const pacer = new CrowdPacer(
      () => true,
      () => (at += 100),
    );
    server = createServer((request, response) => {
      response.once('close', () => {
        for (let ahead = 0; ahead < 3 * LEAST_QUOTA; ahead += 1) pacer.answeredOn(asSocket(new Line()));
        pacer.answeredOn(request.socket);
        setImmediate(() => (heldMost = Math.max(heldMost, pacer.heldCount)));
      });
      response.end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(client, 'connect');
  });
  afterEach(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is read again after it was held, and its next request is answered', async () => {
    let answers = 0;
    client.on('data', () => (answers += 1));
    for (let round = 1; round <= 3; round += 1) {
      client.write(REQUEST);
      while (answers < round) await once(client, 'data');
    }
    expect([answers, heldMost > 0]).toEqual([3, true]);
  });
});
