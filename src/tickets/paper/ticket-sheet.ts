import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import type { TicketShape } from '../../contract/orders/order-shapes.js';
import { seatOfLabel } from '../../contract/stock/seat-label.js';
import type { TicketPapers } from '../tickets.types.js';
import { showTime } from '../formats.rules.js';
import { bytesOf, TextColumn } from './text-column.js';
import { wordsIn } from '../../words/all.js';
import { itemPhrase } from '../../words/seat-phrase.js';

const INK = '#221A24';
const MUTED = '#665C69';
const VELVET = '#8C1D40';
const LINE = '#E4DBD2';
/** Points; A4 is 595 × 842. */
const MARGIN = 40;
const GAP = 20;
const CARD_WIDTH = 515;
const CARD_HEIGHT = 240;
const PADDING = 16;
const CODE_SIZE = CARD_HEIGHT - 2 * PADDING;
const TICKETS_ON_A_SHEET = 3;
/** Empty modules around a code; some scanners fail to detect a code with fewer than four. */
const QUIET_ZONE = 4;

type Doc = PDFKit.PDFDocument;

/** Renders A4 sheets of three tickets each as PDF. */
export async function ticketSheet(papers: TicketPapers, demo: boolean): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    lang: papers.language,
    info: { Title: `${papers.show.name} · ${papers.orderId}`, Creator: 'Ropeline', Producer: 'Ropeline' },
  });
  const whole = bytesOf(doc);
  for (const [index, ticket] of papers.tickets.entries()) {
    const row = index % TICKETS_ON_A_SHEET;
    if (row === 0) doc.addPage();
    drawTicket(doc, papers, ticket, { index, top: MARGIN + row * (CARD_HEIGHT + GAP), demo });
  }
  doc.end();
  return await whole;
}

function drawTicket(
  doc: Doc,
  papers: TicketPapers,
  ticket: TicketShape,
  { index, top, demo }: { index: number; top: number; demo: boolean },
): void {
  const { locale, inside, server, direction } = wordsIn(papers.language);
  const words = inside.order;
  doc.roundedRect(MARGIN, top, CARD_WIDTH, CARD_HEIGHT, 10).lineWidth(0.75).stroke(LINE);
  // read from the right, the code comes first at the right
  const isMirrored = direction === 'rtl';
  const mirrored = (x: number): number => (isMirrored ? 2 * MARGIN + CARD_WIDTH - x : x);
  const codeAt = MARGIN + PADDING;
  drawCode(doc, ticket.barcode, isMirrored ? mirrored(codeAt) - CODE_SIZE : codeAt, top + PADDING);
  const tearAt = mirrored(MARGIN + CODE_SIZE + 2 * PADDING);
  doc.moveTo(tearAt, top + 8).lineTo(tearAt, top + CARD_HEIGHT - 8);
  doc.dash(4, { space: 4 }).lineWidth(1.5).stroke(VELVET).undash();
  const width = CARD_WIDTH - CODE_SIZE - 4 * PADDING;
  const column = new TextColumn(doc, isMirrored ? codeAt : tearAt + PADDING, top + PADDING, width, direction);
  column.say(words.ticket(index + 1, papers.tickets.length), { size: 9, color: MUTED, maxLines: 1 });
  column.write(papers.show.name, { size: 18, color: INK, maxLines: 2 });
  const place = { size: 14, color: VELVET, maxLines: 2 };
  if (seatOfLabel(ticket.label)) column.say(itemPhrase(ticket.label, inside), place);
  else column.write(ticket.label, place);
  column.say(showTime(papers.show, locale), { size: 11, color: INK, maxLines: 2 });
  column.write(papers.show.venue, { size: 11, color: INK, maxLines: 2 });
  column.say(`${words.for}: ${papers.buyerName}`, { size: 9, color: MUTED, maxLines: 1 });
  column.say(`${words.number} ${papers.orderId} · ${ticket.id}`, { size: 7, color: MUTED, maxLines: 2 });
  const stamp = demo ? words.demoStamp : ticket.held ? words.heldStamp : null;
  column.say(stamp ?? server.paper.print, { size: 8, color: stamp === null ? MUTED : VELVET, maxLines: 2 });
}

/** Draws the code as vectors on white, quiet zone included, so that it is sharp at any size and never overlapped. */
function drawCode(doc: Doc, barcode: string, left: number, top: number): void {
  const { data, size } = encode(barcode, { ecc: 'M', border: QUIET_ZONE });
  const unit = CODE_SIZE / size;
  doc.rect(left, top, CODE_SIZE, CODE_SIZE).fill('#FFFFFF');
  for (const [y, modules] of data.entries()) {
    for (let x = 0; x < size; x += 1) {
      const start = x;
      while (modules[x]) x += 1;
      if (x > start) doc.rect(left + start * unit, top + y * unit, (x - start) * unit, unit);
    }
  }
  doc.fill('#000000');
}
