import { describe, expect, it } from '@jest/globals';
import { isSameOrigin } from './same-origin.js';

const publicUrl = 'https://tickets.example';
const host = 'tickets.example';

describe('isSameOrigin', () => {
  it('takes our own page, by what the browser says of the site or of the origin', () => {
    expect(isSameOrigin({ host, 'sec-fetch-site': 'same-origin' }, publicUrl)).toBe(true);
    expect(isSameOrigin({ host, origin: publicUrl }, publicUrl)).toBe(true);
    expect(isSameOrigin({ host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }, publicUrl)).toBe(true);
  });
  it.each([
    'https://evil.example',
    'http://tickets.example',
    'https://tickets.example:8443',
    'https://tickets.example.evil.example',
    'null',
    '',
  ])('refuses %p', (origin) => {
    expect(isSameOrigin({ host, origin }, publicUrl)).toBe(false);
  });
  it('refuses a neighbour, another site, and whoever says nothing', () => {
    expect(isSameOrigin({ host, origin: publicUrl, 'sec-fetch-site': 'same-site' }, publicUrl)).toBe(false);
    expect(isSameOrigin({ host, origin: publicUrl, 'sec-fetch-site': 'cross-site' }, publicUrl)).toBe(false);
    expect(isSameOrigin({ host }, publicUrl)).toBe(false);
  });
});
