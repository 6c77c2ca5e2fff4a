import { describe, expect, it } from '@jest/globals';
import { EventRateLimit } from './event-rate-limit.js';

describe('the event rate limit', () => {
  it('refuses above 40 events in ten seconds and closes above 400', () => {
    const limit = new EventRateLimit();
    const verdicts = Array.from({ length: 401 }, () => limit.next(20_000, 20));
    expect(verdicts.filter((verdict) => verdict === 'take')).toHaveLength(40);
    expect(verdicts[400]).toBe('close');
  });
  it('closes above a million characters in ten seconds, however few the events', () => {
    const limit = new EventRateLimit();
    const verdicts = Array.from({ length: 5 }, () => limit.next(20_000, 250_000));
    expect(verdicts).toEqual(['take', 'take', 'take', 'take', 'close']);
  });
  it('forgets after ten seconds', () => {
    const limit = new EventRateLimit();
    for (let n = 0; n < 100; n += 1) limit.next(20_000, 20);
    expect(limit.next(30_000, 20)).toBe('take');
  });
});
