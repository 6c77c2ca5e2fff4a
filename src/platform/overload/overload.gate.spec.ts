import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';
import { OverloadGate } from './overload.gate.js';
import { bounds, workClassOf } from './overload.policy.js';

class Answer extends EventEmitter {
  status = 0;
  body = '';
  readonly req: EventEmitter & { headers: IncomingHttpHeaders; method: string; url: string };

  constructor(headers: IncomingHttpHeaders, method = 'GET', url = '/') {
    super();
    this.req = Object.assign(new EventEmitter(), { headers, method, url });
  }

  headers: string[] = [];

  writeHead(status: number, headers: string[] = []): this {
    this.status = status;
    this.headers = headers;
    return this;
  }
  end(body = ''): void {
    this.body = body;
    this.emit('close');
  }
}

describe('the gate', () => {
  let gate: OverloadGate;
  beforeEach(() => {
    gate = new OverloadGate({ publicUrl: 'http://localhost' } as Config, new Metrics());
    gate.loop.note = () => 0;
  });

  function ask(method: string, url: string, headers: IncomingHttpHeaders = {}): { refused: boolean; answer: Answer } {
    const answer = new Answer(headers, method, url);
    const work = workClassOf(method, url);
    return { refused: gate.refuses(work, answer as unknown as ServerResponse), answer };
  }

  it('takes as many of a class at once as its bound says, and the next when one has ended', () => {
    const taken = Array.from({ length: bounds.poll.inHand }, () => ask('GET', '/v1/sales/x/availability'));
    expect(taken.some(({ refused }) => refused)).toBe(false);
    const late = ask('GET', '/v1/sales/x/availability');
    expect([late.refused, late.answer.status]).toEqual([true, 503]);
    taken[0]?.answer.end();
    expect(ask('GET', '/v1/sales/x/availability').refused).toBe(false);
    expect(ask('GET', '/v1/sales/x/availability').refused).toBe(true);
  });

  it('refuses what Redis has no memory for, tells so, and does not degrade the node for it', () => {
    gate.memoryShare = 0.85;
    expect(ask('POST', '/v1/sales/x/places').answer.status).toBe(503);
    expect(ask('POST', '/v1/sales/x/holds').refused).toBe(false);
    expect([gate.shedding, gate.refused, gate.takePressure().refused.size]).toEqual([['join'], 1, 0]);
    gate.memoryShare = null;
    expect(ask('POST', '/v1/sales/x/places').refused).toBe(false);
  });

  it('refuses evenly while connections wait to be accepted', () => {
    let waitMs = 1_500;
    let isNewcomer = true;
    Object.defineProperty(gate.acceptQueue, 'waitMs', { get: () => waitMs });
    gate.acceptQueue.isNewcomer = () => isNewcomer;
    const refused = Array.from({ length: 8 }, () => {
      const asked = ask('DELETE', '/v1/holds/hold_1');
      asked.answer.end();
      return asked.refused;
    });
    expect(refused).toEqual([false, true, false, true, false, true, false, true]);
    // asks for fewer requests, and closes the door to nobody
    expect([...gate.takePressure().refused]).toEqual(['poll']);
    waitMs = 60_000;
    expect(ask('POST', '/v1/orders').refused).toBe(false);
    isNewcomer = false;
    expect([1, 2, 3].map(() => ask('DELETE', '/v1/holds/hold_1').refused)).toEqual([false, false, false]);
    isNewcomer = true;
    waitMs = 0;
    expect(ask('DELETE', '/v1/holds/hold_1').refused).toBe(false);
  });

  it('names each refusal by an id of its own, in an answer as long as it says', () => {
    const refusals = [1, 2].map(() => {
      const answer = new Answer({});
      gate.refuse(answer as unknown as ServerResponse);
      const length = answer.headers[answer.headers.indexOf('content-length') + 1];
      expect(length).toBe(String(Buffer.byteLength(answer.body)));
      return JSON.parse(answer.body) as Record<string, unknown>;
    });
    expect(refusals[0]).toMatchObject({ code: 'OVERLOADED', requestId: expect.any(String) });
    expect(refusals[0]?.detail).toContain('Try again in 2 s.');
    expect(refusals[0]?.requestId).not.toBe(refusals[1]?.requestId);
  });

  it('refuses the next hold early once those in hand take longer than a fan waits', () => {
    let nowMs = 0;
    gate.nowMs = () => nowMs;
    const hold = () => ask('POST', '/v1/sales/x/holds');
    const first = Array.from({ length: 400 }, hold);
    expect(first.some(({ refused }) => refused)).toBe(false);
    for (const { answer } of first.splice(0, 81)) {
      nowMs += 5;
      answer.end();
    }
    expect(hold().refused).toBe(true);
    for (const { answer } of first) answer.end();
    expect(hold().refused).toBe(false);
  });

  describe('with holds that have a body', () => {
    let nowMs: number;
    const hold = (headers: IncomingHttpHeaders) => ask('POST', '/v1/sales/x/holds', headers);
    const sized = { 'content-length': '40' };
    beforeEach(() => {
      nowMs = 0;
      gate.nowMs = () => nowMs;
    });
    /** Answers one after the other, each as slowly as makes a crowd of 300 late. */
    function answerSlowly(asked: readonly { answer: Answer }[]): void {
      for (const { answer } of asked) {
        nowMs += 5;
        answer.emit('prefinish');
      }
    }

    it.each<IncomingHttpHeaders>([sized, { 'transfer-encoding': 'chunked' }])(
      'is not made to refuse by 400 whose bodies never end: %j',
      (headers) => {
        const trickling = Array.from({ length: 400 }, () => hold(headers));
        for (const honest of Array.from({ length: 200 }, () => hold(sized))) {
          expect(honest.refused).toBe(false);
          honest.answer.req.emit('end');
          nowMs += 5;
          honest.answer.end();
        }
        expect(trickling.some(({ refused }) => refused)).toBe(false);
        expect(hold(sized).refused).toBe(false);
        expect(gate.inHand).toBe(401);
      },
    );

    it('predicts from those that were received, until they are answered', () => {
      const asked = Array.from({ length: 400 }, () => hold(sized));
      for (const { answer } of asked) answer.req.emit('end');
      answerSlowly(asked.slice(0, 81));
      expect(hold(sized).refused).toBe(true);
      // the others are answered too, though nobody reads their answers
      answerSlowly(asked.slice(81));
      expect([gate.inHand, hold(sized).refused]).toEqual([400, false]);
      for (const { answer } of asked) answer.end();
      expect(gate.inHand).toBe(1);
    });

    it('counts none that was answered before its body ended', () => {
      const asked = Array.from({ length: 400 }, () => hold(sized));
      for (const { answer } of asked) {
        answer.emit('prefinish');
        answer.req.emit('end');
        answer.end();
      }
      nowMs = 1_000;
      for (let count = 0; count < 100; count += 1) expect(hold(sized).refused).toBe(false);
      nowMs = 2_000;
      expect(hold(sized).refused).toBe(false);
    });
  });

  it('says what it turns away, and no longer once nothing was for ten seconds', async () => {
    const metrics = new Metrics();
    gate = new OverloadGate({ publicUrl: 'http://localhost' } as Config, metrics);
    gate.loop.note = () => 0;
    let nowMs = 0;
    gate.nowMs = () => nowMs;
    const metric = async (work: string): Promise<string | undefined> =>
      new RegExp(`requests_shedding\\{class="${work}"[^}]*\\} (\\d)`).exec(await metrics.read())?.[1];
    expect(gate.shedding).toEqual([]);
    for (let poll = 0; poll <= bounds.poll.inHand; poll += 1) ask('GET', '/v1/sales/x/availability');
    expect([gate.shedding, await metric('poll'), await metric('join')]).toEqual([['poll'], '1', '0']);
    for (let join = 0; join <= bounds.join.inHand; join += 1) ask('POST', '/v1/sales/x/places');
    expect(gate.shedding).toEqual(['join', 'poll']);
    nowMs = 10_000;
    expect([gate.shedding, await metric('poll')]).toEqual([[], '0']);
  });

  it('counts classes apart, so that no crowd of polls keeps an order out', () => {
    for (let poll = 0; poll <= bounds.poll.inHand; poll += 1) ask('GET', '/v1/sales/x/availability');
    expect(ask('POST', '/v1/orders').refused).toBe(false);
    expect(ask('POST', '/v1/sales/x/places').refused).toBe(false);
  });

  it('takes joins and handshakes while a flood asks for places that are none', () => {
    for (let each = 0; each < bounds.place.inHand; each += 1) ask('GET', '/v1/place');
    expect(ask('GET', '/v1/place').refused).toBe(true);
    expect([ask('POST', '/v1/sales/x/places').refused, gate.accepts('socket')]).toEqual([false, true]);
  });
});
