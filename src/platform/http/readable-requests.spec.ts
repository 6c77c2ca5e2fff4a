import { describe, expect, it } from '@jest/globals';
import { betterSpelling, readableAddress, unreadableField } from './readable-requests.js';

describe('readableAddress', () => {
  it.each(['/v1/sales/a', '/v1/%61dmin/sales', '/v1/sales/%F0%9F%8E%AB?section=%00'])('leaves %s', (url) => {
    expect(readableAddress(url)).toBe(url);
  });
  it.each([
    ['/s/night/', '/s/night'],
    ['//s/night//line/?fbclid=1', '/s/night/line?fbclid=1'],
    ['/verify/?sale=a/', '/verify?sale=a/'],
  ])('serves %s as %s', (asked, served) => {
    expect(readableAddress(asked)).toBe(served);
  });
  it.each(['/admin/', '//v1/place', '/docs/', '/'])('keeps the slashes of %s', (url) => {
    expect(readableAddress(url)).toBe(url);
  });
  it('leads a page address of six hundred letters nowhere, not to a document for programs', () => {
    expect(readableAddress(`/s/${'a'.repeat(600)}`)).toBe('/-');
  });
  it.each(['/%', '/v1/sales/%ff', '/v1/sales/%00', '/v1/admin/sales/%ED%A0%80'])('leads %s nowhere', (url) => {
    expect(readableAddress(url)).toBe('/-');
  });
});

describe('betterSpelling', () => {
  it.each([
    ['/s/Club-Night', '/s/club-night'],
    ['/S/club-night/LINE?fbclid=A', '/s/club-night/line?fbclid=A'],
    ['/Verify?sale=x', '/verify?sale=x'],
  ])('leads from %s to %s', (asked, better) => {
    expect(betterSpelling(asked)).toBe(better);
  });
  it.each(['/s/club-night', '/orders/ORD_1', '/s/%41', '/s/..%2Fevil', '/v1/Sales', '/ADMIN', '/S/a@b.example'])(
    'has none for %s',
    (url) => expect(betterSpelling(url)).toBeNull(),
  );
});

describe('unreadableField', () => {
  const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);

  it('finds nothing in what people send', () => {
    const body = { items: [{ ticketTypeId: 'tt_1', quantity: 2 }], buyer: { name: 'Zoë 🎫' }, none: null };
    expect([body, null, undefined, 'text', Buffer.from('a\0b')].map(unreadableField)).toEqual(Array(5).fill(null));
  });
  it('names the field with a NUL or half a character', () => {
    expect(unreadableField({ buyer: { name: 'a\0b' } })).toBe('buyer.name');
    expect(unreadableField({ items: ['ok', '\ud800'] })).toBe('items.1');
  });
  it('refuses what is nested too deep, however deep', () => {
    expect(unreadableField(nested(30))).toBeNull();
    expect(unreadableField(nested(33))).not.toBeNull();
    expect(unreadableField(nested(30_000))?.length).toBeLessThanOrEqual(100);
  });
});
