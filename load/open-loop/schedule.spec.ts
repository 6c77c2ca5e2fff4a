import { describe, expect, it } from '@jest/globals';
import { Schedule } from './schedule.js';

describe('Schedule', () => {
  it('gives arrivals at an even rate', () => {
    const schedule = new Schedule(1_000, 200, 1);
    expect([...schedule.due(1_000)]).toEqual([1_000]);
    expect([...schedule.due(1_011)]).toEqual([1_005, 1_010]);
    expect([...schedule.due(1_014)]).toEqual([]);
  });
  it('gives a late caller what it missed, with the times at which it was due', () => {
    const schedule = new Schedule(0, 100, 10);
    expect([...schedule.due(35)]).toEqual([0, 10, 20, 30]);
  });
  it('ends after its seconds', () => {
    const schedule = new Schedule(0, 3, 2);
    expect([...schedule.due(60_000)]).toHaveLength(6);
    expect(schedule.done).toBe(true);
  });
});
