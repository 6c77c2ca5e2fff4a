import { expect, it } from '@jest/globals';
import { SystemClock } from './clock.js';

it('the clock counts whole milliseconds, which columns and scripts of integers take', () => {
  const clock = new SystemClock();
  for (const time of [clock.nowMs(), clock.monotonicMs()]) expect(Number.isInteger(time)).toBe(true);
});
