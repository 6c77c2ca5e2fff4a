import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type * as Announce from './announce.js';

let one: typeof Announce;
beforeEach(async () => {
  jest.useFakeTimers();
  jest.resetModules();
  one = await import('./announce.js');
});
afterEach(() => {
  jest.useRealTimers();
});
const pass = (ms: number): void => void jest.advanceTimersByTime(ms);

describe('what a screen reader is told', () => {
  it('is said one after the other, and taking one back leaves the other', () => {
    one.say('Your turn will ask for an address.');
    const takeBack = one.say('50 ahead.');
    pass(1);
    expect(one.polite.get()).toBe('Your turn will ask for an address.');
    takeBack();
    one.say('40 ahead.');
    pass(29_000);
    expect(one.polite.get()).toBe('');
    pass(2_000);
    expect(one.polite.get()).toBe('40 ahead.');
  });

  it('waits for what is urgent and is said afterwards', () => {
    one.say('50 ahead.');
    one.sayNow('The sale is paused.');
    pass(60);
    expect([one.polite.get(), one.urgent.get()]).toEqual(['', ' The sale is paused.']);
    pass(30_000);
    expect([one.polite.get(), one.urgent.get()]).toEqual(['50 ahead.', '']);
  });

  it('stays as long when it is said twice', () => {
    one.sayNow('Not possible.');
    pass(9_000);
    one.sayNow('Not possible.');
    pass(2_000);
    expect(one.urgent.get()).toBe(' Not possible.');
    pass(9_000);
    expect(one.urgent.get()).toBe('');
  });
});
