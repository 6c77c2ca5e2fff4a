import { describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import type { EngineConnection } from './engine-connection.js';
import { encodeMessage, messagesOf, send, sendUnlessBehind, textFrame } from './message.js';

interface Events {
  notice: (notice: { text: string }) => void;
}

/** Returns a connection whose TCP socket records what is written to it. */
function connection(change: Partial<EngineConnection> = {}, unsent = 0) {
  const written: Buffer[] = [];
  const packets: string[] = [];
  const tcp = { writableLength: unsent, write: (frame: Buffer) => written.push(frame) };
  const conn = {
    readyState: 'open',
    upgrading: false,
    writeBuffer: [],
    transport: { name: 'websocket', writable: true, socket: { readyState: WebSocket.OPEN, _socket: tcp } },
    write: (packet: string) => packets.push(packet),
    ...change,
  };
  return { socket: { conn }, written, packets };
}
const message = encodeMessage('/queue', 'notice', '{"text":"late"}');

describe('a message', () => {
  it('is a Socket.IO event in an engine.io message', () => {
    expect(message.packet).toBe('2/queue,["notice",{"text":"late"}]');
    expect(messagesOf<Events>('/queue')('notice', { text: 'late' })).toEqual(message);
  });

  it.each([0, 1, 125, 126, 4_000, 65_535, 65_536, 70_000])('of %i bytes is framed as ws frames it', (length) => {
    const { Sender } = WebSocket as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } };
    const text = 'é'.repeat(length >> 1) + 'x'.repeat(length % 2);
    const expected = Sender.frame(Buffer.from(text), { fin: true, opcode: 1, mask: false, readOnly: true });
    expect(textFrame(text)).toEqual(Buffer.concat(expected));
  });
});

describe('sending', () => {
  it('writes the frame itself to an open websocket', () => {
    const { socket, written, packets } = connection();
    send(socket, message);
    sendUnlessBehind(socket, message);
    expect(written).toEqual([message.frame, message.frame]);
    expect(packets).toEqual([]);
  });

  it('keeps the order when engine.io has something to send first', () => {
    const { socket, written, packets } = connection({ writeBuffer: ['an earlier packet'] });
    send(socket, message);
    expect(written).toEqual([]);
    expect(packets).toEqual([message.packet]);
  });

  const elsewhere: [string, Partial<EngineConnection>][] = [
    ['a polling client', { transport: { name: 'polling', writable: true } }],
    ['a client that moves to a websocket', { upgrading: true }],
    [
      'a websocket that is closing',
      { transport: { name: 'websocket', writable: true, socket: { readyState: WebSocket.CLOSING, _socket: null } } },
    ],
  ];
  it.each(elsewhere)('leaves %s to engine.io', (_what, change) => {
    const { socket, written, packets } = connection(change);
    send(socket, message);
    sendUnlessBehind(socket, message);
    expect(written).toEqual([]);
    expect(packets).toEqual([message.packet, message.packet]);
  });

  it('passes over a reader that has not taken the last bytes, for messages that the next one replaces', () => {
    const behind = connection({}, 1);
    sendUnlessBehind(behind.socket, message);
    expect(behind.written).toEqual([]);
    send(behind.socket, message);
    expect(behind.written).toEqual([message.frame]);
    const polling = connection({ transport: { name: 'polling', writable: false } });
    sendUnlessBehind(polling.socket, message);
    expect(polling.packets).toEqual([]);
  });
});
