import { describe, expect, it } from '@jest/globals';
import { escapeHtml } from '../../platform/pages/html.js';
import { type MessageContent, messageText } from './message-text.rules.js';

const content: MessageContent = {
  language: 'en',
  name: '<i>Zoë</i>\r\nBcc: all@example.com',
  subject: 'Doors open earlier',
  text: 'Doors open at {time:2026-12-06T17:30Z}.\n\nPlease use <b>gate 4</b>.\nBring your ticket.',
  branding: null,
  seller: null,
  show: { name: 'Night', venue: 'Hall', startsAt: '2026-12-06T19:00:00.000Z', timeZone: 'Europe/Berlin' },
  link: 'https://tickets.example/orders/ord_1#token',
};

describe('messageText', () => {
  it('says times on the clocks of the venue, in the language of its reader', () => {
    expect(messageText(content, escapeHtml).text).toContain('6 December 2026 at 18:30 (Berlin)');
    expect(messageText({ ...content, language: 'de' }, escapeHtml).text).toContain(
      '6. Dezember 2026 um 18:30 (Berlin)',
    );
  });

  it('keeps paragraphs and lines, and lets nothing that was typed act in the mail', () => {
    const { subject, text, html } = messageText(content, escapeHtml);
    expect(subject).toBe('Doors open earlier');
    expect(text).toContain('Please use <b>gate 4</b>.\nBring your ticket.');
    expect(html).toContain('&lt;b&gt;gate 4&lt;/b&gt;.<br>Bring');
    expect(html).not.toContain('<i>Zoë');
    expect(text).not.toMatch(/^Bcc/m);
    for (const form of [text, html]) expect(form).toContain(content.link);
  });
});
