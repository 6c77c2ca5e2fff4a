import { describe, expect, it } from '@jest/globals';
import { hasGoodTimes } from '../../../../src/contract/sale/notice.js';
import { bodyOf, draftOf, withToken } from './notice-draft.js';

describe('a message as it is typed', () => {
  it('opens with what fans read now, and everywhere at first', () => {
    expect(draftOf(null)).toEqual({ text: '', texts: {}, to: ['line', 'shop', 'checkout'] });
    const notice = { text: 'Late', texts: { de: 'Später' }, to: ['shop' as const], at: '2026-11-27T19:48:00.000Z' };
    expect(bodyOf(draftOf(notice))).toEqual({ text: 'Late', texts: { de: 'Später' }, to: ['shop'] });
  });
  it('is sent as one line, without empty variants and without places where it goes everywhere', () => {
    const body = bodyOf({ text: ' Two\nlines ', texts: { de: ' ', fr: 'Tard' }, to: ['line', 'shop', 'checkout'] });
    expect(body).toEqual({ text: 'Two lines', texts: { fr: 'Tard' } });
  });
  it('takes a time that the server understands', () => {
    const text = withToken('We go on at', Date.UTC(2026, 10, 27, 19, 48));
    expect(text).toBe('We go on at {time:2026-11-27T19:48Z}');
    expect(hasGoodTimes(text)).toBe(true);
  });
});
