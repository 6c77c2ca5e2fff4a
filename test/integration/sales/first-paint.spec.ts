import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { request } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { publishedSale } from '../../support/sale.js';
import { startSystem, type TestSystem } from '../../support/system.js';

jest.setTimeout(60_000);

/** What a browser shows before its first script has run: the markup of #app, as text. */
const painted = (html: string): string =>
  (/<div id="app">(.*?)<script type="application\/json"/s.exec(html)?.[1] ?? '').replace(/<[^>]+>/g, ' ');

describe('the first paint of a page', () => {
  let system: TestSystem;
  let sale: SaleShape;

  beforeAll(async () => {
    system = await startSystem();
    sale = await publishedSale(system.url, {});
  });
  afterAll(async () => await system.close());

  const read = async (path: string, headers: Record<string, string> = {}) =>
    await new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
      const call = request(`${system.url}${path}`, { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
        );
      });
      call.on('error', reject).end();
    });
  const page = async (path: string, language: string) =>
    (await read(path, { 'accept-language': language })).body.toString('utf8');

  it('says what, when and for how much, on every page of a sale and without a script', async () => {
    for (const path of ['', '/line', '/shop']) {
      const html = await page(`/s/${sale.slug}${path}`, 'en-GB');
      expect(painted(html)).toContain(sale.show.name);
      expect(html).not.toMatch(/<div id="app">.* style="/s); // the content security policy refuses style attributes
    }
    expect(painted(await page(`/s/${sale.slug}`, 'en-GB'))).toMatch(/Take my place.*€45/s);
    expect(painted(await page('/', 'en-GB'))).toContain(sale.show.name);
    expect(painted(await page('/verify', 'en-GB'))).toContain('Check a draw');
  });

  it('is in the reader’s language, also where the answer comes from memory', async () => {
    const path = `/s/${sale.slug}`;
    for (const [language, head, words] of [
      ['fr-CA,fr;q=0.9', '<html lang="fr" dir="ltr">', 'Prendre ma place'],
      ['ar', '<html lang="ar" dir="rtl">', 'كيف'],
      ['xx', '<html lang="en" dir="ltr">', 'Take my place'],
      ['fr', '<html lang="fr" dir="ltr">', 'Prendre ma place'],
    ] as const) {
      const html = await page(path, language);
      expect(html).toContain(head);
      expect(painted(html)).toContain(words);
    }
  });

  it('has its styles asked for before its scripts’ parts, and the reader’s words before any script runs', async () => {
    for (const [path, parts] of [
      ['', /\/de-[\w-]+\.js/],
      ['/shop', /\/de\.inside-[\w-]+\.js/],
    ] as const) {
      const head = (await page(`/s/${sale.slug}${path}`, 'de')).split('</head>')[0] ?? '';
      expect(head).toMatch(parts);
      expect(head.indexOf('rel="stylesheet"')).toBeLessThan(head.search(parts));
    }
  });

  it('is found at any spelling of its address, and is a page of ours where there is none', async () => {
    const { slug } = sale;
    const asked = async (path: string) => {
      const { status, headers } = await fetch(`${system.url}${path}`, {
        redirect: 'manual',
        headers: { accept: 'text/html' },
      });
      return [status, headers.get('location') ?? headers.get('content-type')];
    };
    const html = 'text/html; charset=utf-8';
    const answers: [string, number, string][] = [
      [`/s/${slug}/`, 200, html],
      [`//s/${slug}//line/?fbclid=1`, 200, html],
      ['/verify/?fbclid=1', 200, html],
      [`/S/${slug.toUpperCase()}?fbclid=1`, 301, `/s/${slug}?fbclid=1`],
      ['/VERIFY', 301, '/verify'],
      [`/s/${'a'.repeat(600)}`, 404, html],
      ['/s/%E0%A4%A', 404, html],
      ['/s/%00', 404, html],
    ];
    for (const [path, ...answer] of answers) expect([path, ...(await asked(path))]).toEqual([path, ...answer]);
  });

  it('is compressed for those who take it, first from the route and then from memory', async () => {
    const headers = { 'accept-encoding': 'gzip, br', 'accept-language': 'de' };
    for (let round = 0; round < 2; round += 1) {
      const { encoding, body } = await read(`/s/${sale.slug}/line`, headers);
      expect(encoding).toBe('br');
      expect(painted(brotliDecompressSync(body).toString('utf8'))).toContain(sale.show.name);
    }
    expect((await read(`/s/${sale.slug}/line`, { 'accept-language': 'de' })).encoding).toBeUndefined();
  });
});
