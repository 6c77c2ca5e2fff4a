import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { holdBox, passBox, placeBox } from '../state/boxes.js';
import { ShopSession } from './shop-session.js';

const later = new Date(Date.now() + 300_000).toISOString();
const sale = { slug: 'night', ticketTypes: [] } as unknown as SaleShape;
const hold = { id: 'hold_1', state: 'active', items: [], expiresAt: later } as unknown as HoldShape;
const answers: [RegExp, unknown][] = [
  [/availability/, { version: 1, ticketTypes: [] }],
  [/admission/, { pass: 'p2', expiresAt: later, admissionEndsAt: later, idleUntil: later, members: 1 }],
  [/holds/, { holds: [hold], ...hold }],
];

/** Calls of the page that were not answered yet. */
let open: { path: string; answer: (response: Response) => void }[] = [];
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};
async function answerAll(): Promise<void> {
  while (open.length > 0) {
    for (const { path, answer } of open.splice(0)) {
      const body = answers.find(([known]) => known.test(path))?.[1];
      answer({ ok: true, headers: new Headers(), text: async () => JSON.stringify(body) } as Response);
    }
    await settled();
  }
}

class DeadSocket {
  static last: DeadSocket | null = null;
  close = jest.fn();
  send = jest.fn();
  onmessage: (message: { data: string }) => void = () => undefined;
  onclose: (end: { code: number; reason: string }) => void = () => undefined;
  constructor() {
    DeadSocket.last = this;
  }
}
const page = { addEventListener: () => undefined, removeEventListener: () => undefined, visibilityState: 'visible' };

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['Date', 'performance', 'setImmediate', 'queueMicrotask', 'nextTick'] });
  open = [];
  const fetch = async (path: string) => await new Promise<Response>((answer) => open.push({ path, answer }));
  Object.assign(globalThis, { document: page, window: page, location: {}, WebSocket: DeadSocket, fetch });
  holdBox.clear('night');
  placeBox.clear('night');
  passBox.set('night', { pass: 'p', expiresAt: later, admissionEndsAt: later, idleUntil: later, members: 1 });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a shop session', () => {
  it('keeps a timer for the pass, the stock, the hold that it finds and its socket', async () => {
    const session = new ShopSession(sale);
    void session.start();
    await answerAll();
    expect(session.state.get()).toMatchObject({ admission: 'inside', hold: { id: 'hold_1' } });
    expect(jest.getTimerCount()).toBe(4);
    session.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sets no timer for an answer that comes after it has stopped', async () => {
    const session = new ShopSession(sale);
    void session.start();
    await settled();
    expect(open.map(({ path }) => path)).toHaveLength(2);
    session.stop();
    await answerAll();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('asks no more for a hold once it has stopped, though nobody answers', async () => {
    holdBox.set('night', { hold: { ...hold, expiresAt: new Date(0).toISOString() } });
    const session = new ShopSession(sale);
    void session.start();
    await answerAll();
    jest.runOnlyPendingTimers(); // looks after the hold, among others
    expect(open.some(({ path }) => path.includes('hold_1'))).toBe(true);
    session.stop();
    for (const { answer } of open.splice(0)) answer({ ok: false, status: 503, headers: new Headers() } as Response);
    await settled();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('reads again within seconds once its socket is lost, however late the server wants it back', async () => {
    const session = new ShopSession(sale);
    void session.start();
    await answerAll();
    const socket = DeadSocket.last;
    socket?.onmessage({ data: '0{"pingInterval":25000,"pingTimeout":20000}' });
    socket?.onmessage({ data: '40/shop,{"sid":"1"}' });
    await answerAll();
    jest.advanceTimersByTime(6_000);
    expect(open).toEqual([]); // the socket tells it
    socket?.onclose({ code: 1_013, reason: '60000' });
    jest.advanceTimersByTime(5_000);
    expect(open.map(({ path }) => path)).toEqual([expect.stringContaining('hold_1')]); // the first of what is read again
    session.stop();
  });

  it('leaves a refused press as it is when a section cannot be read either, and renews only what is about the pass', async () => {
    const session = new ShopSession(sale);
    void session.start();
    await answerAll();
    const retry = () => undefined;
    await session.refused({ kind: 'away' }, retry);
    placeBox.set('night', { placeToken: 'pt' } as never);
    const refuse = async (status: number, code: string): Promise<void> => {
      session.stock.need(['A']);
      await settled();
      const problem = JSON.stringify({ code, title: '', status });
      for (const { path, answer } of open.splice(0)) {
        expect(path).toContain('section=A');
        answer({ ok: false, status, headers: new Headers(), text: async () => problem } as Response);
      }
      await settled();
    };
    DeadSocket.last?.onmessage({ data: '0{"pingInterval":25000,"pingTimeout":20000}' });
    DeadSocket.last?.onmessage({ data: '40/shop,{"sid":"1"}' });
    await answerAll();
    await refuse(503, 'UNAVAILABLE');
    expect(open).toEqual([]);
    jest.advanceTimersByTime(6_000); // much sooner than beside a socket otherwise
    expect(open.splice(0).map(({ path }) => path)).toEqual([expect.stringContaining('hold_1')]);
    await refuse(401, 'PASS_EXPIRED');
    expect(open.map(({ path }) => path)).toEqual(['/v1/place/admission']);
    expect(session.state.get()).toMatchObject({ trouble: { kind: 'away' }, retry });
    session.stop();
  });

  it('keeps the basket when its pass has run out in a sleep, and asks for it with a new one', async () => {
    const session = new ShopSession(sale);
    void session.start();
    await answerAll();
    placeBox.set('night', { placeToken: 'pt' } as never);
    jest.advanceTimersByTime(60_000); // reads again, the hold first
    await settled();
    const asked = open.splice(0).find(({ path }) => path.includes('hold_1'));
    const problem = JSON.stringify({ code: 'PASS_EXPIRED', title: '', status: 401 });
    asked?.answer({ ok: false, status: 401, headers: new Headers(), text: async () => problem } as Response);
    await settled();
    expect(open.map(({ path }) => path)).toEqual(['/v1/place/admission']);
    await answerAll();
    expect(session.state.get().hold).toMatchObject({ id: 'hold_1' });
    session.stop();
  });
});
