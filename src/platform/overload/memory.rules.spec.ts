import { describe, expect, it } from '@jest/globals';
import { isTooMuch, memoryShareOf } from './memory.rules.js';

const info = (used: number, limit: number): string =>
  `# Memory\r\nused_memory:${used}\r\nused_memory_rss:${used * 3}\r\nmaxmemory:${limit}\r\nmaxmemory_policy:noeviction\r\n`;

describe('the share of memory that Redis uses', () => {
  it('is that of the fullest server', () => {
    expect(memoryShareOf([info(100, 1_000), info(850, 1_000)])).toBe(0.85);
  });
  it('is unknown, neither healthy nor full, without a limit or an answer', () => {
    expect([memoryShareOf([info(900, 0)]), memoryShareOf(['']), memoryShareOf([])]).toEqual([null, null, null]);
  });
});

describe('what Redis has no memory left for', () => {
  const refused = (share: number | null): string[] =>
    [
      ['POST', '/v1/sales/night/places'],
      ['POST', '/v1/sales/night/identity'],
      ['POST', '/s/night/line'],
      ['POST', '/v1/sales/night/holds?a=b'],
      ['POST', '/v1/partner/holds'],
      ['POST', '/v1/orders'],
      ['POST', '/v1/place/admission'],
      ['POST', '/s/night/line/leave'],
      ['DELETE', '/v1/holds/hold_1'],
      ['GET', '/assets/fan.js'],
      ['POST', '/v1/stripe/webhook'],
      ['POST', '/v1/admin/sales/sale_1/pause'],
    ].flatMap(([method = '', url = '']) => (isTooMuch(method, url, share) ? [url] : []));
  const places = ['/v1/sales/night/places', '/v1/sales/night/identity', '/s/night/line'];

  it('is nothing below four fifths, and nothing while it is unknown', () => {
    expect([refused(0.79), refused(null)]).toEqual([[], []]);
  });
  it('is new places from four fifths, new holds too from nine tenths, and never what ends something', () => {
    expect(refused(0.8)).toEqual(places);
    expect(refused(0.9)).toEqual([...places, '/v1/sales/night/holds?a=b', '/v1/partner/holds']);
    expect(refused(1.2)).toEqual(refused(0.9));
    expect(isTooMuch('POST', '/v1/sales/night/%70laces', 0.8)).toBe(true);
    expect(isTooMuch('POST', '/v1/sales/night/%', 0.8)).toBe(false);
  });
});
