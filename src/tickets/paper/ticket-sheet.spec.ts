import { describe, expect, it } from '@jest/globals';
import { charactersOf, cropped, pagesOf, readCode } from '../../../test/support/read-codes.js';
import { wordsIn } from '../../words/all.js';
import type { TicketPapers } from '../tickets.types.js';
import { ticketSheet } from './ticket-sheet.js';

const SCALE = 2;
/** Area of one code: the left half of a third of a sheet. */
const CODE = { left: 40, width: 240, height: 260 };
const papers = (tickets: number, name = 'Arena Night'): TicketPapers => ({
  orderId: 'ord_00000000000000000000000001',
  show: { name, venue: 'Waldbühne', startsAt: '2026-12-06T19:00:00.000Z', timeZone: 'Europe/Berlin' },
  tickets: Array.from({ length: tickets }, (_, n) => ({
    id: `tkt_${n}`,
    label: `Stalls, row 1, seat ${n + 1}`,
    ticketTypeId: 'tt_1',
    seatId: `A-1-${n}`,
    barcode: `${n}${'Ab3-_9'.repeat(24)}`,
  })),
  buyerName: 'Zoë Müller',
  language: 'de',
});

describe('ticketSheet', () => {
  it('prints codes that two decoders read, three tickets to a sheet', async () => {
    const written = papers(4);
    const pages = await pagesOf(await ticketSheet(written, true), SCALE);
    expect(pages).toHaveLength(2);
    const found = written.tickets.map((_ticket, n) => {
      const page = pages[Math.floor(n / 3)];
      if (!page) throw new Error('a sheet is missing');
      const top = 40 + (n % 3) * 260;
      return readCode(cropped(page, CODE.left * SCALE, top * SCALE, CODE.width * SCALE, CODE.height * SCALE));
    });
    expect(found).toEqual(written.tickets.map(({ barcode }) => ({ jsqr: barcode, zxing: barcode })));
  });

  it.each([
    ['Latin', 'Şárka Łódź'],
    ['Greek', 'Αθήνα'],
    ['Cyrillic', 'Москва'],
    ['Japanese', '東京ドーム'],
    ['Korean', '서울'],
    ['Chinese', '简体中文'],
    ['Vietnamese', 'Hà Nội đêm'],
    ['Arabic', 'مرحبا'],
  ])('has every letter of a name in %s', async (_script, name) => {
    const characters = charactersOf(await ticketSheet(papers(1, name), false));
    expect([...name].filter((letter) => !characters.has(letter))).toEqual([]);
  });

  it.each(['de', 'pl', 'ja'] as const)('has every letter of its own words in %s', async (language) => {
    const characters = charactersOf(await ticketSheet({ ...papers(1), language }, false));
    const { inside, server } = wordsIn(language);
    const written = [...`${inside.order.ticket(1, 1)}${inside.order.for}${inside.order.number}${server.paper.print}`];
    expect(written.filter((letter) => letter.trim() !== '' && !characters.has(letter))).toEqual([]);
  });

  it('mirrors a sheet that is read from right to left, code and text', async () => {
    const [page] = await pagesOf(await ticketSheet({ ...papers(1, 'أمسية الأضواء'), language: 'ar' }, false), SCALE);
    if (!page) throw new Error('a sheet is missing');
    const left = (page.width / SCALE - CODE.left - CODE.width) * SCALE;
    const code = cropped(page, left, 40 * SCALE, CODE.width * SCALE, CODE.height * SCALE);
    const barcode = papers(1).tickets[0]?.barcode;
    expect(readCode(code)).toEqual({ jsqr: barcode, zxing: barcode });
  });

  it('is small', async () => {
    expect((await ticketSheet(papers(4), false)).length).toBeLessThan(120_000);
  });
});
