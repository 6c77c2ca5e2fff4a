import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import PDFDocument from 'pdfkit';
import { bytesOf, type Setting, TextColumn } from './text-column.js';

export type PaperBlock =
  | { kind: 'title' | 'heading' | 'text' | 'note'; text: string }
  /** `shares` of the width, adding up to 1. */
  | { kind: 'table'; heads: readonly string[]; shares: readonly number[]; rows: readonly (readonly string[])[] }
  /** Lines over a common time axis, each scaled to its own largest value. */
  | { kind: 'chart'; from: string; to: string; lines: readonly { label: string; points: readonly number[] }[] };

const INK = '#221A24';
const MUTED = '#665C69';
const LINE = '#E4DBD2';
const COLOURS = ['#8C1D40', '#1F5F8B', '#1F6B4A'];
/** Points; A4 is 595 × 842. */
const MARGIN = 48;
const WIDTH = 595 - 2 * MARGIN;
const BOTTOM = 842 - MARGIN;
const CHART_HEIGHT = 140;
const CELL_GAP = 8;
/** A long table shares the event loop with everybody else's requests. */
const ROWS_AT_ONCE = 10;

const settings: Record<'title' | 'heading' | 'text' | 'note', Setting> = {
  title: { size: 22, color: INK, maxLines: 3 },
  heading: { size: 13, color: INK, maxLines: 2 },
  text: { size: 10, color: INK, maxLines: 6 },
  note: { size: 8, color: MUTED, maxLines: 6 },
};
const head: Setting = { size: 8, color: MUTED, maxLines: 2 };
const cell: Setting = { size: 9, color: INK, maxLines: 4 };

type Doc = PDFKit.PDFDocument;

/** Renders headings, texts, tables and charts as a PDF in any script, for other rooms. */
@Injectable()
export class PlainPaper {
  async render(title: string, language: string, blocks: readonly PaperBlock[]): Promise<Buffer> {
    const info = { Title: title, Creator: 'Ropeline', Producer: 'Ropeline' };
    const doc = new PDFDocument({ size: 'A4', margin: 0, lang: language, info });
    const whole = bytesOf(doc);
    let top = MARGIN;
    for (const block of blocks) {
      if (block.kind === 'table') top = await drawTable(doc, block, top);
      else if (block.kind === 'chart') top = drawChart(doc, block, room(doc, top, CHART_HEIGHT + 40));
      else top = drawText(doc, block, top);
      await setImmediate();
    }
    doc.end();
    return await whole;
  }
}

/** Returns where `height` fits: here, or at the top of a new page. */
function room(doc: Doc, top: number, height: number): number {
  if (top + height <= BOTTOM) return top;
  doc.addPage();
  return MARGIN;
}

function drawText(doc: Doc, { kind, text }: Extract<PaperBlock, { text: string }>, from: number): number {
  const setting = settings[kind];
  // a heading stays with what follows it
  const top = room(doc, from + (kind === 'heading' ? 12 : 0), setting.size * (kind === 'heading' ? 6 : 2));
  const column = new TextColumn(doc, MARGIN, top, WIDTH);
  column.write(text, setting);
  return column.top;
}

async function drawTable(doc: Doc, table: Extract<PaperBlock, { kind: 'table' }>, from: number): Promise<number> {
  let top = drawRow(doc, table, table.heads, head, from);
  for (const [index, row] of table.rows.entries()) {
    top = drawRow(doc, table, row, cell, top);
    if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await setImmediate();
  }
  return top + 4;
}

function drawRow(
  doc: Doc,
  { shares }: Extract<PaperBlock, { kind: 'table' }>,
  texts: readonly string[],
  setting: Setting,
  from: number,
): number {
  const top = room(doc, from, setting.size * 1.35 * setting.maxLines);
  let [left, bottom] = [MARGIN, top];
  for (const [index, share] of shares.entries()) {
    const column = new TextColumn(doc, left, top + 2, share * WIDTH - CELL_GAP);
    column.write(texts[index] ?? '', setting);
    bottom = Math.max(bottom, column.top);
    left += share * WIDTH;
  }
  doc
    .moveTo(MARGIN, bottom)
    .lineTo(MARGIN + WIDTH, bottom)
    .lineWidth(0.5)
    .stroke(LINE);
  return bottom + 2;
}

function drawChart(doc: Doc, { from, to, lines }: Extract<PaperBlock, { kind: 'chart' }>, top: number): number {
  const bottom = top + CHART_HEIGHT;
  doc.rect(MARGIN, top, WIDTH, CHART_HEIGHT).lineWidth(0.5).stroke(LINE);
  for (const [index, { points }] of lines.entries()) {
    const most = Math.max(1, ...points);
    for (const [n, value] of points.entries()) {
      const x = MARGIN + (points.length < 2 ? 0 : (n / (points.length - 1)) * WIDTH);
      const y = bottom - (value / most) * CHART_HEIGHT;
      if (n === 0) doc.moveTo(x, y);
      else doc.lineTo(x, y);
    }
    doc.lineWidth(1.25).stroke(COLOURS[index % COLOURS.length] ?? INK);
  }
  const legend = new TextColumn(doc, MARGIN, bottom + 4, WIDTH);
  legend.write(`${from} – ${to}`, settings.note);
  for (const [index, { label, points }] of lines.entries())
    legend.write(`${label}: 0 – ${Math.round(Math.max(0, ...points)).toLocaleString('en')}`, {
      ...settings.note,
      color: COLOURS[index % COLOURS.length] ?? INK,
    });
  return legend.top;
}
