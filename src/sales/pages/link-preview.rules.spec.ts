import { describe, expect, it } from '@jest/globals';
import { inflateSync } from 'node:zlib';
import type { SaleView } from '../sales.types.js';
import { descriptionOf, linkPreview } from './link-preview.rules.js';
import { POSTER, posterOf } from './poster.rules.js';

const view = {
  slug: 'arena-night',
  currency: 'EUR',
  show: { name: '"Night" & <Day>', venue: 'Arena', startsAt: '2027-05-01T18:00:00.000Z', timeZone: 'Europe/Berlin' },
  ticketTypes: [
    { priceMinor: 4_500, fee: null, tax: null },
    { priceMinor: 6_500, fee: { label: 'Fee', amount: 500, percent: null }, tax: null },
  ],
} as unknown as SaleView;

describe('the preview of a link', () => {
  it('says when, where and for how much, all fees included', () => {
    expect(descriptionOf(view)).toMatch(/^Saturday,? 1 May 2027 at 20:00 · Arena · €45 – €70$/); // the comma is ICU’s
  });

  it('has a title, a picture and the one address, and nothing that a promoter typed breaks out of it', () => {
    const { markup } = linkPreview(view, 'https://tickets.example');
    expect(markup).toContain('<meta property="og:title" content="&quot;Night&quot; &amp; &lt;Day&gt;" />');
    expect(markup).toContain('content="https://tickets.example/s/arena-night/poster.png"');
    expect(markup).toContain('<link rel="canonical" href="https://tickets.example/s/arena-night" />');
  });

  it('draws its picture from the address: another sale has another one', () => {
    const png = posterOf('arena-night');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([POSTER.width, POSTER.height]);
    const data = png.indexOf('IDAT');
    const pixels = inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)));
    expect(pixels.length).toBe((POSTER.width + 1) * POSTER.height);
    expect(png.equals(posterOf('club-night'))).toBe(false);
    expect(png.length).toBeLessThan(60_000);
  });
});
