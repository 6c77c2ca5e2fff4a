import { describe, expect, it } from '@jest/globals';
import { escapeHtml } from '../pages/html.js';
import { mailButton, mailCode, mailLinked, mailPage } from './mail-page.rules.js';

describe('the page of a mail', () => {
  it('is read in its language and direction', () => {
    expect(mailPage({ language: 'ar', direction: 'rtl' }, ['<p>x</p>'])).toContain('<html lang="ar" dir="rtl">');
  });

  it('makes addresses pressable and nothing else markup', () => {
    const told = mailLinked('<b>Open</b> this:\nhttps://a.example/x?a=1&b=2#token and https://b.example/', escapeHtml);
    expect(told).toContain('&lt;b&gt;Open&lt;/b&gt; this:<br><a href="https://a.example/x?a=1&amp;b=2#token"');
    expect(told.match(/<a /g)).toHaveLength(2);
    expect(mailLinked('javascript:alert(1) is no address', escapeHtml)).not.toContain('<a');
  });

  it('escapes labels, links and codes', () => {
    expect(mailButton('<i>', 'https://a.example/"', escapeHtml)).not.toMatch(/<i>|example\/""/);
    expect(mailCode('<1234>', escapeHtml)).toContain('&lt;1234&gt;');
  });
});
