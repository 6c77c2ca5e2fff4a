import { describe, expect, it, jest } from '@jest/globals';
import { ServerClock } from './server-clock.js';

describe('ServerClock', () => {
  const at = (ms: number) => new Date(ms).toISOString();

  it('believes its own clock until it has heard the server', () => {
    expect(new ServerClock(() => 5_000).now()).toBe(5_000);
  });

  it('follows the document that was under way for the shortest time', () => {
    let local = 100_000;
    const clock = new ServerClock(() => local);
    clock.hear(at(160_000 - 900));
    local = 101_000;
    clock.hear(at(161_000 - 50));
    local = 102_000;
    clock.hear(at(162_000 - 2_000));
    expect(clock.now()).toBe(162_000 - 50);
  });

  it('is not set back by a document that was composed long ago', () => {
    const clock = new ServerClock(() => 10_000_000);
    clock.hear(at(0));
    clock.hear(new Date(10_000_500).toUTCString());
    clock.hear(at(0));
    expect(clock.now()).toBe(10_000_000);
  });

  it('forgets old samples when the phone sets its clock', () => {
    let local = 0;
    const clock = new ServerClock(() => local);
    clock.hear(at(60_000));
    local = 60_000;
    for (let i = 0; i < 30; i++) clock.hear(at(60_000));
    expect(clock.now()).toBe(60_000);
  });

  it.each([3_600_000, -3_600_000])('goes on by the time passed when the clock of the device jumps by %d ms', (jump) => {
    jest.useFakeTimers();
    try {
      const clock = new ServerClock();
      clock.hear(at(60_000));
      jest.advanceTimersByTime(5_000);
      jest.setSystemTime(Date.now() + jump);
      expect(clock.now()).toBeCloseTo(65_000, 0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('ignores what is not a time', () => {
    const clock = new ServerClock(() => 7);
    clock.hear('soon');
    expect(clock.now()).toBe(7);
  });
});
