import { fontFor, type LoadedFont } from './fonts.js';
import { directionOf, visualRuns } from './text-runs.rules.js';
import { wrapped } from './wrap.rules.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';

type Doc = PDFKit.PDFDocument;
export interface Setting {
  size: number;
  color: string;
  maxLines: number;
}

/** Shaping a text to measure it is the costly part, and tables repeat their texts. */
const MOST_WIDTHS = 10_000;
const widths = new BoundedMap<string, number>(MOST_WIDTHS);

/** Collects a document; resolves once it was ended. */
export async function bytesOf(doc: Doc): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return await new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

/** Writes lines below each other, each in as many fonts as its characters need. */
export class TextColumn {
  constructor(
    private readonly doc: Doc,
    private readonly left: number,
    public top: number,
    private readonly width: number,
    /** Of the paper's language: the side at which lines begin. */
    private readonly direction: 'ltr' | 'rtl' = 'ltr',
  ) {}

  /** Writes what somebody typed, which has a direction of its own. */
  write(text: string, setting: Setting): void {
    this.lines(text.normalize('NFC'), directionOf(text.normalize('NFC')), setting);
  }

  /** Writes a phrase of ours: it reads as the paper does, also where it begins with a name in other letters. */
  say(phrase: string, setting: Setting): void {
    this.lines(phrase.normalize('NFC'), this.direction, setting);
  }

  private lines(words: string, reading: 'ltr' | 'rtl', { size, color, maxLines }: Setting): void {
    for (const line of wrapped(words, this.width, maxLines, (part) => this.measure(part, size))) {
      const runs = visualRuns(line, fontFor, reading).map((run) => ({
        ...run,
        width: this.widthOf(run.text, run.font, size),
      }));
      const whole = runs.reduce((sum, { width }) => sum + width, 0);
      let x = this.direction === 'rtl' ? this.left + this.width - whole : this.left;
      for (const run of runs) {
        this.doc.font(run.font.name).fillColor(color);
        // a common baseline, whatever the font's height
        this.doc.text(run.text, x, this.top + size, { lineBreak: false, baseline: 'alphabetic', features: [] });
        x += run.width;
      }
      this.top += size * 1.35;
    }
    this.top += size * 0.35;
  }

  private measure(text: string, size: number): number {
    return widths.getOrMake(`${size} ${text}`, () =>
      visualRuns(text, fontFor).reduce((sum, run) => sum + this.widthOf(run.text, run.font, size), 0),
    );
  }

  private widthOf(text: string, font: LoadedFont, size: number): number {
    // passing features shapes the text as a whole, which keeps the word order of right-to-left scripts
    this.doc.registerFont(font.name, font.bytes).font(font.name).fontSize(size);
    return this.doc.widthOfString(text, { features: [] });
  }
}
