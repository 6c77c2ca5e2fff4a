import { describe, expect, it } from '@jest/globals';
import { accentOn } from '../../contract/sale/accent.js';
import { fanLanguages } from '../../contract/languages.js';
import { escapeHtml } from '../../platform/pages/html.js';
import { type MailContent, mailText } from './mail-text.rules.js';
import { MAX_TRIES, retryAfterMs } from './retry.rules.js';
import { wordsIn } from '../../words/all.js';

const content: MailContent = {
  kind: 'paid',
  language: 'en',
  buyerName: '<b>Zoë</b>\r\nBcc: all@example.com',
  show: { name: 'Night & "Day"', venue: 'Hall', startsAt: '2026-12-06T19:00:00.000Z', timeZone: 'Europe/Berlin' },
  branding: null,
  seller: null,
  id: 'ord_1',
  labels: ['Stalls, row 1, seat 2'],
  total: { amount: 4500, currency: 'EUR' },
  refunded: { amount: 0, currency: 'EUR' },
  isPartners: false,
  otherName: '',
  link: 'https://tickets.example/orders/ord_1#token',
};

describe('mailText', () => {
  it('sends whoever bought elsewhere to that shop for the money', () => {
    for (const language of ['en', 'de'] as const) {
      const { text } = mailText({ ...content, language, kind: 'canceled', isPartners: true }, escapeHtml);
      expect(text).toMatch(/shop that sold it|Shop, bei dem du gekauft/);
      expect(text).not.toMatch(/No money was taken|kein Geld eingezogen/);
    }
  });

  it('names the promoter as the seller of what the promoter sold, not of what another shop did', () => {
    const seller = { name: 'Club & Co', address: 'Street 1', email: 'help@club.example' };
    for (const kind of ['paid', 'canceled'] as const) {
      const own = mailText({ ...content, kind, seller }, escapeHtml);
      const other = mailText({ ...content, kind, seller, isPartners: true }, escapeHtml);
      expect([own.text, own.html]).toEqual(Array(2).fill(expect.stringContaining('help@club.example')));
      expect([other.text, other.html].join()).not.toContain('help@club.example');
    }
  });

  it('says what was bought, when and where, in every language and both forms', () => {
    for (const language of fanLanguages) {
      const { subject, text, html } = mailText({ ...content, language }, escapeHtml);
      expect(subject).toContain('Night & "Day"');
      const seat = wordsIn(language).inside.shop.seatFull('Stalls', '1', '2');
      for (const part of [':00', 'Hall', seat, '45'])
        expect([text, html]).toEqual([expect.stringContaining(part), expect.stringContaining(part)]);
      expect(text).toContain(content.link);
    }
  });

  it('tells tickets that have no seat by their number', () => {
    const { text, html } = mailText({ ...content, labels: ['Standing', 'Standing', 'Balcony'] }, escapeHtml);
    expect(text).toContain('\n2 × Standing\nBalcony\n');
    expect(html).toContain('<br>2 × Standing<br>Balcony</p>');
  });

  it('escapes what somebody typed, and keeps it on its line', () => {
    const { text, html } = mailText(content, escapeHtml);
    expect(html).not.toContain('<b>Zoë');
    expect(text).not.toMatch(/^Bcc/m);
  });

  it('tells a new holder whose ticket it was, what it is worth to nobody, and opens the ticket', () => {
    for (const language of ['en', 'de'] as const) {
      const mail = { ...content, language, id: 'tkt_1', total: null, otherName: 'A Friend' };
      const { text, html } = mailText({ ...mail, kind: 'transferred' }, escapeHtml);
      for (const part of ['A Friend', 'tkt_1', content.link]) expect(text).toContain(part);
      expect(text).not.toContain('45');
      expect(html).toMatch(/>(Open your ticket|Ticket öffnen)</);
      expect(mailText({ ...content, language, kind: 'passed_on', otherName: 'B' }, escapeHtml).text).toMatch(/ B[, ]/);
      expect(mailText({ ...mail, kind: 'voided' }, escapeHtml).subject).toMatch(/no longer valid|nicht mehr gültig/);
    }
  });

  it('is in the promoter’s look, legible on white, with words where pictures are not shown, and says who sells', () => {
    const branding = { accent: '#ffee00', logoUrl: '/v1/pictures/pic_1' };
    const seller = { name: 'Club & Co', address: 'Street 1', email: 'help@club.example' };
    const { text, html } = mailText({ ...content, branding, seller }, escapeHtml);
    const { colour, on } = accentOn(branding.accent, 'light');
    expect(html).toContain(`background:${colour};color:${on}`);
    expect(html).toContain(`border-top:4px solid ${colour}`);
    expect(html).not.toContain(branding.accent);
    expect(html).toContain('<img src="https://tickets.example/v1/pictures/pic_1" alt="Club &amp; Co"');
    expect(text).toContain('Who sells this: Club & Co, Street 1, help@club.example');
    expect(html).toContain('Club &amp; Co, Street 1, help@club.example');
    const named = mailText({ ...content, branding: { ...branding, logoUrl: null }, seller }, escapeHtml);
    expect(named.html).toContain('font-weight:600">Club &amp; Co</p>');
    expect(named.html).not.toContain('<img');
    const plain = mailText(content, escapeHtml);
    expect(plain.html).not.toContain('<img');
    expect(plain.text).not.toContain('Who sells this');
  });

  it('names the sum that went back, with the decimals of its currency', () => {
    const refunded = { amount: 1234, currency: 'JPY' };
    expect(mailText({ ...content, kind: 'refunded', refunded }, escapeHtml).text).toContain('1,234');
  });
});

describe('retryAfterMs', () => {
  it('waits longer each time, and ends', () => {
    const waits = Array.from({ length: MAX_TRIES - 1 }, (_, n) => retryAfterMs(n + 1, 0.5) ?? 0);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBeLessThanOrEqual(6 * 3_600_000);
    expect(retryAfterMs(MAX_TRIES)).toBeNull();
  });
});
