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

  it('names each as it is written', () => {
    const text = 'evil.example/pay/a?b=c, (https://a.evil.example/x) and <www.evil.example/y> or ann@evil.com';
    expect(foreignLinks(text, hosts)).toEqual([
      'evil.example/pay/a?b=c,',
      'https://a.evil.example/x)',
      'www.evil.example/y',
    ]);
  });

  it('trusts our hosts by http alone, without a name before them, and only as they are', () => {
    for (const link of ['https://ann@tickets.example/', 'xhttps://tickets.example', 'https+x://tickets.example/'])
      expect([link, foreignLinks(link, hosts).length]).toEqual([link, 1]);
    expect(foreignLinks('http://tickets.example/x https://www.tickets.example', hosts)).toEqual([]);
    expect(foreignLinks('https://awww.b.example/', ['ab.example'])).toEqual(['https://awww.b.example/']);
  });
});
