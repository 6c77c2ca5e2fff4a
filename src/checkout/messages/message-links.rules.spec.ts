import { describe, expect, it } from '@jest/globals';
import { foreignLinks } from './message-links.rules.js';

const hosts = ['tickets.example', 'arena.example'];

describe('foreignLinks', () => {
  it('lets links to our own pages and the seller’s pass, and text without any', () => {
    const text =
      'See https://tickets.example/s/night or www.arena.example/help. Doors at 18.30 Uhr, e.g. gate A/B. ' +
      'Arena.Example, tickets.example. Ask Dr.Smith, ann.smith@mail.example, or on 19.Mai.';
    expect(foreignLinks(text, hosts)).toEqual([]);
  });

  it('finds every way in which a mail program makes a link of text', () => {
    for (const link of [
      'https://evil.example/pay',
      'HTTP://EVIL.EXAMPLE',
      'www.evil.example',
      'evil.com',
      'EVIL.SHOP',
      'evil。com',
      'прокси.рф',
      'tickets.example.evil.click',
      'evil.example/pay',
      'https://tickets.example@evil.example/',
      'https://tickets.example.evil.example/',
      'ftp://tickets.example/x',
    ])
      expect([link, foreignLinks(`Go to ${link} now`, hosts).length]).toEqual([link, 1]);
  });
});
