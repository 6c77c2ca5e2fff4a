import { describe, expect, it } from '@jest/globals';
import { charactersOf, pagesOf } from '../../../test/support/read-codes.js';
import { PlainPaper } from './plain-paper.service.js';

describe('PlainPaper', () => {
  it('writes every letter, and breaks a long table over pages', async () => {
    const rows = Array.from({ length: 90 }, (_, n) => [`row ${n}`, '東京 Łódź', 'yes']);
    const pdf = await new PlainPaper().render('Report', 'en', [
      { kind: 'title', text: 'Αθήνα' },
      { kind: 'chart', from: '10:00', to: '11:00', lines: [{ label: 'Waiting', points: [0, 5, 3] }] },
      { kind: 'heading', text: 'Figures' },
      { kind: 'table', heads: ['What', 'Where', 'So'], shares: [0.3, 0.5, 0.2], rows },
    ]);
    const characters = charactersOf(pdf);
    expect([...'Αθήνα東京Łódź'].filter((letter) => !characters.has(letter))).toEqual([]);
    expect((await pagesOf(pdf, 0.2)).length).toBeGreaterThan(1);
  });
});
