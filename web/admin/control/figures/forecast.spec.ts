import { describe, expect, it } from '@jest/globals';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { LivePoint } from '../../net/live-history.js';
import { forecastOf, goneInMinutes, isSelling, pastOf } from './forecast.js';

function live(changes: Partial<LiveShape> & { waiting?: number; free?: number } = {}): LiveShape {
  const { waiting = 600, free = 1_000, ...rest } = changes;
  return {
    state: 'on_sale',
    reason: 'AT_RATE',
    lanes: { general: { arrivals: waiting, waiting, present: 0, serving: 0, called: 0 } },
    active: 10,
    admittedPerMinute: 30,
    target: { cap: 200, perMinute: 60 },
    stock: [{ ticketTypeId: 'tt', name: 'Standing', capacity: 2_000, free, held: 0, sold: 0, withdrawn: 0 }],
    orders: { pending: 0, authorized: 0, paid: 0, attention: 0 },
    ...rest,
  } as LiveShape;
}
const point = (at: number, sold: number, line: Partial<LivePoint> = {}): LivePoint =>
  ({ at, sold, epoch: 1, shopping: 0, paying: 0, served: 0, admitted: 0, ...line }) as LivePoint;

describe('the forecast of a line', () => {
  it('takes the target while there is room', () => {
    expect(forecastOf(live(), [])).toEqual({ kind: 'empties', minutes: 10 });
  });

  it('takes what was measured while the shop is full', () => {
    expect(forecastOf(live({ reason: 'AT_CAP' }), [])).toEqual({ kind: 'empties', minutes: 20 });
    expect(forecastOf(live({ reason: 'AT_CAP', admittedPerMinute: 0 }), [])).toEqual({ kind: 'stands' });
  });

  it('takes what was measured while whoever is next is away, whatever is wished', () => {
    const away = { reason: 'NOBODY_READY' } as const;
    expect(forecastOf(live(away), [])).toEqual({ kind: 'empties', minutes: 20 });
    expect(forecastOf(live({ ...away, admittedPerMinute: 0.02 }), [])).toEqual({ kind: 'stands' });
    expect(forecastOf(live(away), [], { cap: 900, perMinute: 900 })).toEqual({ kind: 'empties', minutes: 20 });
  });

  it('says that a closed sale is over, whoever is still in line', () => {
    expect(forecastOf(live({ state: 'closed' }), [])).toEqual({ kind: 'over' });
  });

  it.each(['paused', 'prequeue', 'sold_out'] as const)('says that the line stands while the sale is %s', (state) => {
    expect(forecastOf(live({ state }), [])).toEqual({ kind: 'stands' });
  });

  it('says when stock ends first, and how many are served until then', () => {
    const history = [point(0, 0), point(300, 1_000)]; // 200 tickets a minute
    expect(forecastOf(live(), history)).toEqual({ kind: 'sells_out', minutes: 5, admitted: 300, passed: 300 });
    expect(forecastOf(live({ free: 100_000 }), history)).toMatchObject({ kind: 'empties' });
  });

  it('knows an empty line', () => {
    expect(forecastOf(live({ waiting: 0 }), [])).toEqual({ kind: 'nobody_waits' });
  });
});

describe('a forecast where fans are absent', () => {
  // of five positions three are here: 100 a minute pass, 60 come in
  const history = [point(0, 0), point(300, 1_000, { served: 500, admitted: 300 })];

  it('gives up nobody who is still reached, because absent fans are passed over', () => {
    expect(forecastOf(live(), history)).toEqual({ kind: 'sells_out', minutes: 5, admitted: 300, passed: 500 });
  });
  it('empties the line as fast as positions pass', () => {
    expect(forecastOf(live({ free: 100_000 }), history)).toEqual({ kind: 'empties', minutes: 6 });
  });
});

describe('the forecast for a wished pace', () => {
  // sixty a minute come and go, and stay two minutes: Little's law
  const history = [point(0, 0, { shopping: 120 }), point(300, 0, { shopping: 120, served: 300, admitted: 300 })];
  const minutesFor = (cap: number, perMinute: number, changes = {}): unknown =>
    forecastOf(live(changes), history, { cap, perMinute });

  it('knows the speed and the cap', () => {
    expect(minutesFor(200, 60)).toEqual({ kind: 'empties', minutes: 10 });
    expect(minutesFor(200, 30)).toEqual({ kind: 'empties', minutes: 20 });
    expect(minutesFor(4, 60)).toEqual({ kind: 'empties', minutes: 300 });
    expect(minutesFor(60, 600)).toEqual({ kind: 'empties', minutes: 20 });
  });
  it('knows that little stock, payments and a paused sale hold it whatever is wished', () => {
    expect(minutesFor(200, 60, { reason: 'STOCK_LIMITED', target: { cap: 20, perMinute: 60 } })).toEqual({
      ...{ kind: 'empties', minutes: 60 },
    });
    expect(minutesFor(200, 60, { reason: 'PAYMENTS_DOWN', target: { cap: 200, perMinute: 0 } })).toEqual({
      kind: 'stands',
    });
    expect(minutesFor(200, 60, { state: 'paused' })).toEqual({ kind: 'stands' });
  });
  it('is unknown while the line cannot be read', () => {
    expect(minutesFor(200, 60, { epoch: null })).toEqual({ kind: 'unknown' });
  });
});

describe('the past', () => {
  it('is not told from less than half a minute, nor across a rebuild', () => {
    expect(pastOf([])).toBeNull();
    expect(pastOf([point(0, 0), point(29, 10)])).toBeNull();
    expect(pastOf([point(0, 0), point(299, 10, { epoch: 2 }), point(300, 10, { epoch: 2 })])).toBeNull();
  });
  it('is measured over the last five minutes', () => {
    expect(pastOf([point(0, 0), point(700, 50), point(1_000, 110)])?.soldPerMinute).toBe(12);
  });
  it('never runs backwards when tickets come back', () => {
    expect(pastOf([point(0, 50), point(60, 40)])?.soldPerMinute).toBe(0);
  });
  it('takes no stay and no absence from a few admissions', () => {
    expect(pastOf([point(0, 0), point(60, 0, { served: 90, admitted: 9 })])).toMatchObject({
      ...{ passedPerAdmission: 1, stayMinutes: null },
    });
  });
});

it.each([
  [true, { payments: 'healthy' }],
  [true, { payments: 'degraded' }],
  [false, { payments: 'down' }],
  [false, { payments: 'unknown' }],
  [false, { payments: 'healthy', epoch: null }],
  [false, { payments: 'healthy', state: 'paused' }],
] as const)('takes the pace of the last minutes as going on: %s, with %j', (goesOn, { payments, ...changes }) => {
  const now = { epoch: 1, payments: { state: payments, successRate: null, p95Ms: null }, ...changes };
  expect(isSelling(live(now as Partial<LiveShape>))).toBe(goesOn);
});

describe('goneInMinutes', () => {
  const history = [
    { at: 0, soldBy: { a: 100, b: 5 } },
    { at: 120, soldBy: { a: 140, b: 5 } },
  ] as unknown as LivePoint[];

  it('divides what is free by what was sold of that type lately', () => {
    expect(goneInMinutes({ ticketTypeId: 'a', free: 60 }, history)).toBe(3);
  });

  it('does not guess where nothing was sold, nothing is free, or the history is short', () => {
    expect(goneInMinutes({ ticketTypeId: 'b', free: 60 }, history)).toBeNull();
    expect(goneInMinutes({ ticketTypeId: 'a', free: 0 }, history)).toBeNull();
    expect(goneInMinutes({ ticketTypeId: 'a', free: 60 }, history.slice(1))).toBeNull();
    expect(goneInMinutes({ ticketTypeId: 'a', free: 60 }, [{ at: 0 }, { at: 120 }] as LivePoint[])).toBeNull();
  });
});
