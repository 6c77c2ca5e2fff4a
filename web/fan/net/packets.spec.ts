import { describe, expect, it } from '@jest/globals';
import { connectFrame, decodePacket, eventFrame } from './packets.js';

describe('packets', () => {
  it('reads the handshake with its heartbeat times', () => {
    expect(decodePacket('0{"sid":"x","pingInterval":10,"pingTimeout":5}', '/queue')).toEqual({
      kind: 'open',
      pingIntervalMs: 10,
      pingTimeoutMs: 5,
    });
  });

  it('reads events, acknowledgements and refusals of its own namespace', () => {
    expect(decodePacket('40/queue,{"sid":"y"}', '/queue')).toEqual({ kind: 'connected' });
    expect(decodePacket('42/queue,["turn",{"claimBefore":"a"}]', '/queue')).toEqual({
      kind: 'event',
      name: 'turn',
      args: [{ claimBefore: 'a' }],
    });
    expect(decodePacket('43/queue,12[{"ok":true}]', '/queue')).toEqual({ kind: 'ack', id: 12, args: [{ ok: true }] });
    expect(decodePacket('44/queue,{"message":"no"}', '/queue')).toEqual({ kind: 'refused', data: { message: 'no' } });
  });

  it('ignores other namespaces and whatever it cannot read', () => {
    for (const frame of [
      '42/shop,["turn",{}]',
      '42["turn",{}]',
      '42/queue,{"not":"a list"}',
      '42/queue,[',
      '4',
      '',
      'hello',
    ]) {
      expect(decodePacket(frame, '/queue')).toEqual({ kind: 'ignored' });
    }
  });

  it('keeps commas, brackets and line breaks inside a payload', () => {
    const text = 'a,b\n["c"]';
    expect(decodePacket(`42/queue,${JSON.stringify(['notice', { text }])}`, '/queue')).toEqual({
      kind: 'event',
      name: 'notice',
      args: [{ text }],
    });
  });

  it('writes what a Socket.IO server understands', () => {
    expect(connectFrame('/queue', { placeToken: 't' })).toBe('40/queue,{"placeToken":"t"}');
    expect(eventFrame('/queue', 3, 'claim', {})).toBe('42/queue,3["claim",{}]');
  });
});
