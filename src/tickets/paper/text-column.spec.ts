import { expect, it } from '@jest/globals';
import PDFDocument from 'pdfkit';
import { wordsIn } from '../../words/all.js';
import { TextColumn } from './text-column.js';

const setting = { size: 14, color: '#000000', maxLines: 1 };

/** Returns what was drawn, from left to right. */
function drawn(write: (column: TextColumn) => void): string[] {
  const doc = new PDFDocument({ size: 'A4' });
  const runs: { text: string; x: number }[] = [];
  doc.text = ((text: string, x: number) => {
    runs.push({ text: text.trim(), x });
    return doc;
  }) as typeof doc.text;
  write(new TextColumn(doc, 40, 40, 400, 'rtl'));
  return runs.sort((a, b) => a.x - b.x).flatMap(({ text }) => (text === '' ? [] : [text]));
}

it('reads a phrase of ours as the paper is read, and what somebody typed by its own first letter', () => {
  const phrase = wordsIn('ar').inside.shop.seatFull('Stalls', '1', '12');
  expect(drawn((column) => column.say(phrase, setting)).at(-1)).toBe('Stalls');
  expect(drawn((column) => column.write('Stalls قاعة', setting))[0]).toBe('Stalls');
});
