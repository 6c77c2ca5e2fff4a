import type { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { clientFrame, readFrames } from './frames.js';

const framed = (text: string): Buffer =>
  Buffer.concat(
    (WebSocket as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } }).Sender.frame(
      Buffer.from(text),
      {
        fin: true,
        opcode: 1,
        mask: false,
        readOnly: true,
      },
    ),
  );

describe('frames of the counting client', () => {
  it.each(['3', 'x'.repeat(125), 'x'.repeat(126), 'é'.repeat(2_000)])('are read by ws: %p', async (text) => {
    const { Receiver } = WebSocket as unknown as { Receiver: new (options: object) => Writable };
    const receiver = new Receiver({ isServer: true });
    const heard = new Promise<string>((resolve) =>
      receiver.once('message', (data: Buffer) => resolve(data.toString())),
    );
    receiver.write(clientFrame(text));
    expect(await heard).toBe(text);
  });

  it('are cut out of the stream wherever it is split', () => {
    const texts = ['2', 'x'.repeat(300), '', 'y'.repeat(125)];
    const stream = Buffer.concat(texts.map(framed));
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const heard: string[] = [];
      const hear = (payload: Buffer) => heard.push(payload.toString());
      const rest = readFrames(stream.subarray(0, cut), hear);
      readFrames(Buffer.concat([rest, stream.subarray(cut)]), hear);
      expect(heard).toEqual(texts);
    }
  });
});
