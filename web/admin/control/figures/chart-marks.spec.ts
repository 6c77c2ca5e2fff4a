import { describe, expect, it } from '@jest/globals';
import type { LivePoint } from '../../net/live-history.js';
import { marksInWords, marksNear, marksOf } from './chart-marks.js';

const start = Date.parse('2027-05-01T20:00:00.000Z') / 1_000;
const point = (seconds: number, reason: string, epoch: number | null = 1): LivePoint =>
  ({ at: start + seconds, reason, epoch }) as LivePoint;
const entry = (seconds: number, action: string) => ({
  at: new Date((start + seconds) * 1_000).toISOString(),
  ...{ action, actor: 'member:mem_1', actorName: 'Ann' },
});

describe('marks of a chart', () => {
  it('are what people changed since its first point, and each fault where it begins', () => {
    const history = [
      ...[point(0, 'AT_RATE'), point(1, 'PAYMENTS_DOWN'), point(2, 'PAYMENTS_DOWN'), point(3, 'RECOVERING')],
      ...[point(4, 'PAYMENTS_DOWN'), point(5, 'CORE_AWAY', null), point(6, 'AT_RATE', 1), point(7, 'AT_RATE', 2)],
    ];
    const changes = [entry(6.5, 'sale.resume'), entry(2.5, 'sale.pause'), entry(-60, 'sale.publish')];
    const marks = marksOf(changes, history);
    expect(marks.map(({ at, kind, words }) => [at - start, kind, words])).toEqual([
      [1, 'fault', 'payments went down'],
      [2.5, 'change', 'Ann paused the sale'],
      [4, 'fault', 'payments went down'],
      [5, 'fault', 'the line could not be read'],
      [6.5, 'change', 'Ann resumed the sale'],
      [7, 'fault', 'line and stock were rebuilt'],
    ]);
    expect(marksInWords(marks)).toBe('2 changes, 4 faults');
    expect(marksNear(marks, start + 2, 0.6).map(({ words }) => words)).toEqual(['Ann paused the sale']);
  });

  it('are none without a history', () => {
    expect(marksOf([entry(0, 'sale.pause')], [])).toEqual([]);
    expect(marksInWords([])).toBe('');
  });
});
