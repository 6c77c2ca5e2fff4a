import { describe, expect, it } from '@jest/globals';
import { encodeMessage, type Message } from '../server/message.js';
import type { ConnectedSale, QueueSocket } from './queue-socket.types.js';
import { SeatedPlaces } from './seated-places.js';
import { SnapshotBroadcast } from './snapshot-broadcast.js';

const version = (n: number): Message => encodeMessage('/queue', 'snapshot', `{"version":${n}}`);

/** Returns a sale with `count` sockets, and the frames sent to each. */
function saleWith(count: number): { sale: ConnectedSale; received: Buffer[][] } {
  const places = new SeatedPlaces<QueueSocket>();
  const received = Array.from({ length: count }, (_, number) => {
    const frames: Buffer[] = [];
    const tcp = { writableLength: 0, write: (frame: Buffer) => frames.push(frame) };
    const transport = { name: 'websocket', writable: true, socket: { readyState: 1, _socket: tcp } };
    const conn = { readyState: 'open', upgrading: false, writeBuffer: [], transport };
    places.add({ lane: 'general', number, member: 0, token: '', isDeferred: false, extraTime: false }, {
      conn,
    } as unknown as QueueSocket);
    return frames;
  });
  const sale = {
    saleId: 's',
    places,
    snapshot: null,
    message: null,
    ungreeted: new Set<QueueSocket>(),
    stop: () => undefined,
  };
  return { sale, received };
}

const always = (): number => 0;

describe('a broadcast', () => {
  it('sends every socket the same bytes', async () => {
    const { sale, received } = saleWith(1_500);
    sale.message = version(1);
    await new SnapshotBroadcast(always).start(sale);
    for (const frames of received) {
      expect(frames).toHaveLength(1);
      expect(frames[0]).toBe(sale.message.frame);
    }
  });

  it('goes on with the newest when one comes meanwhile, then reaches everybody with it once', async () => {
    const { sale, received } = saleWith(1_500);
    const broadcast = new SnapshotBroadcast(always);
    sale.message = version(1);
    const running = broadcast.start(sale);
    for (const n of [2, 3]) {
      sale.message = version(n);
      await broadcast.start(sale);
    }
    await running;
    expect(received[0]).toEqual([version(1).frame, version(3).frame]);
    expect(received[1_499]).toEqual([version(3).frame, version(3).frame]);
  });

  it('is sent every three seconds while the node stretches its cadence, with the newest only', async () => {
    const { sale, received } = saleWith(2);
    let pushEveryMs = 3_000;
    let nowMs = 0;
    const pauses: number[] = [];
    let wake = (): void => undefined;
    const pause = async (ms: number): Promise<void> => {
      pauses.push(ms);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      nowMs += ms;
    };
    const broadcast = new SnapshotBroadcast(
      () => pushEveryMs,
      () => nowMs,
      pause,
    );
    sale.message = version(1);
    await broadcast.start(sale);
    nowMs = 1_000;
    sale.message = version(2);
    const second = broadcast.start(sale);
    sale.message = version(3);
    await broadcast.start(sale);
    expect(received[0]).toEqual([version(1).frame]);
    wake();
    await second;
    expect(pauses).toEqual([2_000]);
    expect(received[1]).toEqual([version(1).frame, version(3).frame]);
    pushEveryMs = 0;
    sale.message = version(4);
    await broadcast.start(sale);
    expect(received[0]?.at(-1)).toEqual(version(4).frame);
  });
});
