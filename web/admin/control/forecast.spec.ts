import { describe, expect, it } from '@jest/globals';
import type { LiveShape } from '../../../src/contract/shapes.js';
import type { LivePoint } from '../net/live-history.js';
import { forecastOf, goneInMinutes, type Pace, paceOf } from './forecast.js';

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
const point = (at: number, sold: number, paid = 0): LivePoint =>
  ({ at, sold, paid, waiting: 0, called: 0, shopping: 0, paying: 0, perMinute: 0, target: 0 }) as LivePoint;

describe('the forecast of a line', () => {
  it('takes the target while there is room', () => {
    expect(forecastOf(live(), [])).toEqual({ kind: 'empties', minutes: 10 });
  });

  it('takes what was measured while the shop is full', () => {
    expect(forecastOf(live({ reason: 'AT_CAP' }), [])).toEqual({ kind: 'empties', minutes: 20 });
    expect(forecastOf(live({ reason: 'AT_CAP', admittedPerMinute: 0 }), [])).toEqual({ kind: 'stands' });
  });

  it('says that a closed sale is over, whoever is still in line', () => {
    expect(forecastOf(live({ state: 'closed' }), [])).toEqual({ kind: 'over' });
  });

  it.each(['paused', 'prequeue', 'sold_out'] as const)('says that the line stands while the sale is %s', (state) => {
    expect(forecastOf(live({ state }), [])).toEqual({ kind: 'stands' });
  });

  it('says when stock ends first, and how many are served until then', () => {
    const history = [point(0, 0), point(300, 1_000)]; // 200 tickets a minute
    expect(forecastOf(live(), history)).toEqual({ kind: 'sells_out', minutes: 5, served: 300 });
    expect(forecastOf(live({ free: 100_000 }), history)).toMatchObject({ kind: 'empties' });
  });

  it('takes a wanted speed and cap instead of the present ones', () => {
    const at = (changes: Parameters<typeof live>[0], pace: Pace): number | string => {
      const forecast = forecastOf(live(changes), [], pace);
      return 'minutes' in forecast ? forecast.minutes : forecast.kind;
    };
    expect(at({}, { cap: 200, perMinute: 30 })).toBe(20);
    const full = { reason: 'AT_CAP', active: 200 }; // 30 a minute leave
    expect(at(full, { cap: 200, perMinute: 60 })).toBe(20);
    expect(at(full, { cap: 100, perMinute: 60 })).toBe(40);
    expect(at(full, { cap: 400, perMinute: 60 })).toBe(10);
    expect(at(full, { cap: 4_000, perMinute: 60 })).toBe(10); // the speed limits now
    expect(at({ active: 60 }, { cap: 30, perMinute: 60 })).toBe(40); // a cap below those inside
    const trouble = { reason: 'PAYMENTS_TROUBLE', target: { cap: 200, perMinute: 20 } };
    expect(at(trouble, { cap: 200, perMinute: 600 })).toBe(30); // trouble limits every speed
    expect(at({ state: 'paused' }, { cap: 200, perMinute: 60 })).toBe('stands');
  });

  it('knows an empty line', () => {
    expect(forecastOf(live({ waiting: 0 }), [])).toEqual({ kind: 'nobody_waits' });
  });
});

describe('the pace', () => {
  it('is not told from less than half a minute', () => {
    expect(paceOf([])).toBeNull();
    expect(paceOf([point(0, 0), point(29, 10)])).toBeNull();
  });

  it('is measured over the last five minutes', () => {
    expect(paceOf([point(0, 0, 0), point(700, 50, 10), point(1_000, 110, 40)])).toEqual({
      soldPerMinute: 12,
      servedPerMinute: 6,
    });
  });

  it('never runs backwards when tickets come back', () => {
    expect(paceOf([point(0, 50), point(60, 40)])).toMatchObject({ soldPerMinute: 0 });
  });
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
