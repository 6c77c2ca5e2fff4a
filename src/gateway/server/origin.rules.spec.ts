import { describe, expect, it } from '@jest/globals';
import { originAllowed } from './origin.rules.js';

const publicUrl = 'https://tickets.example';

describe('the origin of a socket', () => {
  it('is allowed when it is our own page, or there is no browser', () => {
    expect(originAllowed('https://tickets.example', 'tickets.example', publicUrl)).toBe(true);
    expect(originAllowed('http://127.0.0.1:3000', '127.0.0.1:3000', publicUrl)).toBe(true);
    expect(originAllowed(undefined, 'tickets.example', publicUrl)).toBe(true);
  });
  it.each([
    'https://evil.example',
    'https://tickets.example.evil.example',
    'http://tickets.example:8080',
    'http://tickets.example',
    'null',
    '',
    'file:///x',
    'garbage',
  ])('is refused when it is %p', (origin) => {
    expect(originAllowed(origin, 'tickets.example', publicUrl)).toBe(false);
  });
  it('is refused for the same name on another port', () => {
    expect(originAllowed('http://127.0.0.1:3001', '127.0.0.1:3000', publicUrl)).toBe(false);
  });
});
