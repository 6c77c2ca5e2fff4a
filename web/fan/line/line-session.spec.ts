import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Problem } from '../../../src/contract/errors.js';
import type { PlaceShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { SaleState } from '../../../src/contract/sale/sale-shapes.js';
import { type KeptOrder, orderBox, placeBox } from '../state/boxes.js';
import { LineSession } from './line-session.js';
import { lineView } from './line-view.js';
import { pressMoreTime } from './place-presses.js';

const soon = new Date(Date.now() + 15_000).toISOString();
const later = new Date(Date.now() + 600_000).toISOString();
const seen = { placeToken: 'pt', number: 7, lane: 'general', joinedAt: later, commitmentSeen: null, startAhead: 3 };
let version = 0;
const snapshotOf = (state: SaleState): Snapshot => {
  version += 1;
  const lanes = { general: { arrivals: 9, drawn: 9, serving: 7, window: 5, measured: null, chance: [] } };
  const draw = { seed: null, frozenAt: null, beaconChain: null };
  return { version, state, opensAt: new Date(0).toISOString(), lanes, draw, stock: [] } as unknown as Snapshot;
};
const placeOf = (state: PlaceShape['state'], change: Partial<PlaceShape> = {}): PlaceShape =>
  ({ state, saleState: 'on_sale', number: 7, lane: 'general', claimBefore: null, ...change }) as PlaceShape;

/** What each address answers; a Problem is a refusal. */
let answers: Record<string, unknown>;
let claims: number;
/** The time that the server says it is. */
let date = '';
const isProblem = (body: unknown): body is Problem => typeof body === 'object' && body !== null && 'code' in body;
const refusal = (code: string): object => ({ code, title: code, status: 409, detail: code });

async function fetched(path: string): Promise<Response> {
  if (path === '/v1/place/admission') claims += 1;
  const body = answers[path] ?? refusal('NOT_FOUND');
  const text = async (): Promise<string> => await Promise.resolve(JSON.stringify(body));
  return await Promise.resolve({ ok: !isProblem(body), status: 409, headers: new Headers({ date }), text } as Response);
}
/** A socket that connects, and hears what the test says. */
class FakeSocket {
  static readonly OPEN = 1;
  static last: FakeSocket | null = null;
  readyState = 1;
  onmessage: (message: { data: string }) => void = () => undefined;
  onclose: (end: { code: number; reason: string }) => void = () => undefined;
  close = jest.fn();
  send = jest.fn();
  constructor() {
    FakeSocket.last = this;
  }
  hear(name: string, body: unknown): void {
    this.onmessage({ data: `42/queue,${JSON.stringify([name, body])}` });
  }
}
/** What the page does when it is shown again, as after a sleep. */
let wakes: (() => void)[] = [];
const addEventListener = (name: string, act: () => void): void => {
  if (name === 'visibilitychange') wakes.push(act);
};
const listeners = { addEventListener, removeEventListener: () => undefined };

let session: LineSession;
beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['Date', 'performance', 'setImmediate', 'queueMicrotask', 'nextTick'] });
  claims = 0;
  wakes = [];
  date = '';
  answers = { '/v1/place': placeOf('waiting'), '/v1/sales/night/queue': snapshotOf('on_sale') };
  const page = { ...listeners, visibilityState: 'visible', getElementById: () => null };
  Object.assign(globalThis, { document: page, window: page, location: {}, WebSocket: FakeSocket, fetch: fetched });
  orderBox.clear('ord_1');
  placeBox.set('night', { ...seen, position: 7 });
  session = new LineSession('night', snapshotOf('on_sale'));
  session.start();
  await jest.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  session.stop();
  jest.useRealTimers();
});
const phase = (): string => lineView(session.state.get(), Date.now()).phase;
const hear = (name: string, body: unknown): void => FakeSocket.last?.hear(name, body);

describe('a fan who has said that they are here', () => {
  it.each(['SALE_PAUSED', 'SOLD_OUT', 'SALE_NOT_OPEN', 'GROUP_SHOPPING', 'NOT_YET', 'CORE_AWAY'])(
    'goes in by themselves after %s, without another press',
    async (code) => {
      answers['/v1/place/admission'] = refusal(code);
      await session.claim();
      expect(session.state.get()).toMatchObject({ claim: 'insisting', turn: null });
      await jest.advanceTimersByTimeAsync(20_000);
      expect(claims).toBeGreaterThan(1);
      answers['/v1/place/admission'] = { pass: 'p', expiresAt: later, admissionEndsAt: later, idleUntil: later };
      await jest.advanceTimersByTimeAsync(20_000);
      expect(phase()).toBe('admitted');
    },
  );

  it('is told what no claim can change, and claims no more', async () => {
    answers['/v1/place/admission'] = refusal('SALE_CLOSED');
    await session.claim();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(session.state.get()).toMatchObject({ claim: 'idle', problem: { code: 'SALE_CLOSED' } });
    expect(claims).toBe(1);
  });
});

describe('a call that a pause takes back', () => {
  it('is no missed one when the sale goes on', () => {
    hear('turn', { claimBefore: soon, placeKeptUntil: later });
    expect(phase()).toBe('turn');
    hear('snapshot', snapshotOf('paused'));
    expect(phase()).toBe('paused');
    hear('snapshot', snapshotOf('on_sale'));
    expect(phase()).toBe('atDoor');
  });

  it('is not taken back by a snapshot that comes late, after the next call', () => {
    hear('snapshot', snapshotOf('paused'));
    hear('turn', { claimBefore: soon, placeKeptUntil: later });
    hear('snapshot', snapshotOf('paused'));
    hear('snapshot', snapshotOf('on_sale'));
    expect(phase()).toBe('turn');
  });
});

describe('the end of a place', () => {
  it('is told as a move where the place goes on, on another device', () => {
    hear('place', placeOf('left', { moved: true }));
    expect(phase()).toBe('moved');
  });

  it('is told as a move to a page that hears of it by a refusal', async () => {
    answers['/v1/place/admission'] = { ...refusal('PLACE_LEFT'), moved: true };
    await session.claim();
    expect(phase()).toBe('moved');
  });

  it('offers a new place where nothing was bought', () => {
    hear('place', placeOf('done'));
    expect(phase()).toBe('done');
  });

  it('offers none to a device that has tickets of the sale', () => {
    orderBox.set('ord_1', { slug: 'night', order: { state: 'paid' } } as KeptOrder);
    hear('place', placeOf('done'));
    expect(phase()).toBe('used');
  });

  it('stands when a device comes back whose place is over and whose tickets are here', () => {
    placeBox.clear('night');
    const back = () => lineView(new LineSession('night', snapshotOf('on_sale')).state.get(), Date.now()).phase;
    expect(back()).toBe('noPlace');
    orderBox.set('ord_1', { slug: 'night', order: { state: 'paid' } } as KeptOrder);
    expect(back()).toBe('used');
  });

  it('offers none again once the server has answered with the same place', async () => {
    hear('place', placeOf('done'));
    answers['/v1/sales/night/places'] = seen;
    await session.join({ lane: 'general' });
    expect(phase()).toBe('used');
  });
});

it('opens its socket anew with the token that doubles the fan’s times', async () => {
  const before = FakeSocket.last;
  answers['/v1/place/extra-time'] = { factor: 2, placeToken: 'longer' };
  await pressMoreTime(session);
  expect(before?.close).toHaveBeenCalled();
  expect(FakeSocket.last).not.toBe(before);
  FakeSocket.last?.onmessage({ data: '0{"pingInterval":25000,"pingTimeout":20000}' });
  expect(FakeSocket.last?.send).toHaveBeenCalledWith(expect.stringContaining('longer'));
});

describe('a phone that has slept', () => {
  const wake = async (): Promise<void> => {
    for (const act of wakes) act();
    await jest.advanceTimersByTimeAsync(0);
  };

  it('reads a fresh snapshot, though its socket seems to be live', async () => {
    FakeSocket.last?.onmessage({ data: '40/queue,{"sid":"1"}' });
    const fresh = snapshotOf('on_sale');
    answers['/v1/sales/night/queue'] = fresh;
    expect(session.state.get().link).toBe('live');
    await wake();
    expect(session.state.get().snapshot?.version).toBe(fresh.version);
  });

  it('comes back with its socket once the server’s time says that the delay is over, and no sooner', async () => {
    const before = FakeSocket.last;
    before?.onclose({ code: 1_013, reason: '60000' });
    await wake();
    expect(FakeSocket.last).toBe(before);
    date = new Date(Date.now() + 61_000).toUTCString(); // nothing here has counted that minute
    await wake();
    expect(FakeSocket.last).not.toBe(before);
  });
});
