import { describe, expect, it } from '@jest/globals';
import { hostNamesIn, plainSpelling } from './host-names.rules.js';

describe('host names in a text', () => {
  it.each(['evil.com', 'EVIL.SHOP', 'pay.evil.click', 'a-b.io', 'Evil.De', 'x1.museum', 'прокси.рф', 'Evil.zip'])(
    'are found without a scheme: %s',
    (host) => {
      expect(hostNamesIn(`see ${host}, now`)).toEqual([host]);
      expect(hostNamesIn(host)).toEqual([host]);
    },
  );

  it.each([
    'Dr.Smith',
    'dr.no',
    'MAG.Huber',
    'Prof.de',
    'J.R. Tolkien',
    'St.Pauli',
    'Anna.Marie',
    'Mai.2026',
    '18.30',
    'Ltd.',
  ])('are not what people write so: %s', (text) => {
    expect(hostNamesIn(text)).toEqual([]);
  });

  it('are found where a title begins a longer name, and each of several', () => {
    expect(hostNamesIn('dr.evil.com and mr.x.shop or evil.com')).toEqual(['dr.evil.com', 'mr.x.shop', 'evil.com']);
  });

  it('are not words in capitals, nor too short, nor endings of one letter', () => {
    expect(hostNamesIn('Hello.WORLD')).toEqual([]);
    expect(hostNamesIn('a.com')).toEqual([]);
    expect(hostNamesIn('evil.c')).toEqual([]);
    expect(hostNamesIn('Jean.Pierre.Dupont')).toEqual([]);
    expect(hostNamesIn('')).toEqual([]);
  });

  it('are spelt as a browser’s address bar spells them', () => {
    expect(plainSpelling('ｅｖｉｌ。com')).toBe('evil.com');
    expect(hostNamesIn(plainSpelling('evil．com'))).toEqual(['evil.com']);
  });
});
