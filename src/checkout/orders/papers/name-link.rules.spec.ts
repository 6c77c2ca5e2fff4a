import { describe, expect, it } from '@jest/globals';
import { holdsLink } from './name-link.rules.js';

describe('holdsLink', () => {
  it.each([
    'Ann, see https://evil.example',
    'Win at evil.com',
    'EVIL.COM',
    'free-tickets.shop now',
    'Prize www.Evil',
    'ann@evil.example',
    't.co/abc',
    'evil．com',
    'evil。com',
    'login.bank.Club',
    'dr.evil.com',
    'evil.Click',
    'прокси.рф',
  ])('finds one in %s', (name) => {
    expect(holdsLink(name)).toBe(true);
  });

  it.each([
    'Ann',
    'J.R.R. Tolkien',
    'J.de Vries',
    'Dr.Smith',
    'Dr.Ng',
    'St.Clair, Ann',
    'Anna.Maria Rossi',
    'Sammy Davis Jr.',
    'Ann and/or Ben',
    'Müller-Lüdenscheidt',
    'A.1',
    '',
  ])('lets %s pass', (name) => {
    expect(holdsLink(name)).toBe(false);
  });
});
