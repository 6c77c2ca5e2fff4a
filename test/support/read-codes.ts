import { inflateSync } from 'node:zlib';
import {
  BinaryBitmap,
  DecodeHintType,
  GlobalHistogramBinarizer,
  HybridBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import jsQrModule from 'jsqr';

/** The package is CommonJS and exports the function itself, contrary to its types. */
const jsQR = jsQrModule as unknown as typeof jsQrModule.default;

/** Pixels of a picture, four bytes each. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Decodes with two unrelated decoders; null for one that finds nothing. */
export function readCode(picture: Picture): { jsqr: string | null; zxing: string | null } {
  const pixels = new Uint8ClampedArray(picture.data);
  return { jsqr: jsQR(pixels, picture.width, picture.height)?.data ?? null, zxing: readByZxing(picture) };
}

function readByZxing({ width, height, data }: Picture): string | null {
  const luminance = new Uint8ClampedArray(width * height);
  for (let i = 0; i < luminance.length; i += 1)
    luminance[i] = ((data[4 * i] ?? 0) + 2 * (data[4 * i + 1] ?? 0) + (data[4 * i + 2] ?? 0)) / 4;
  // as a scanner does over successive frames: with both binarizers, and from a little further away
  for (const step of [1, 2, 1.5, 1.25, 1.75])
    for (const Binarizer of [HybridBinarizer, GlobalHistogramBinarizer])
      try {
        const source = thinned(luminance, width, height, step);
        const bitmap = new BinaryBitmap(new Binarizer(source));
        return new QRCodeReader().decode(bitmap, new Map([[DecodeHintType.TRY_HARDER, true]])).getText();
      } catch {
        continue;
      }
  return null;
}

/** The picture from `step` times as far away. */
function thinned(luminance: Uint8ClampedArray, width: number, height: number, step: number): RGBLuminanceSource {
  const [columns, lines] = [Math.floor(width / step), Math.floor(height / step)];
  const fewer = Uint8ClampedArray.from(
    { length: columns * lines },
    (_, i) => luminance[Math.floor(Math.floor(i / columns) * step) * width + Math.floor((i % columns) * step)] ?? 0,
  );
  return new RGBLuminanceSource(fewer, columns, lines);
}

/** Crops a picture; coordinates in pixels. */
export function cropped(picture: Picture, left: number, top: number, width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * picture.width + left) * 4;
    data.set(picture.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, data };
}

/** Renders a PDF's pages at `scale` pixels per point. */
export async function pagesOf(pdf: Uint8Array, scale: number): Promise<Picture[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const pages: Picture[] = [];
  for (const page of document.pages()) {
    const { width, height, data } = await page.render({ scale, render: 'bitmap' });
    pages.push({ width, height, data: new Uint8Array(data) });
  }
  document.destroy();
  library.destroy();
  return pages;
}

/** Returns the characters a PDF has glyphs for, by its text-extraction tables. */
export function charactersOf(pdf: Buffer): Set<string> {
  const found = new Set<string>();
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    const table = inflated(pdf.subarray(at + 'stream\n'.length));
    for (const [, list = ''] of table.matchAll(/\[([<>0-9a-fA-F\s]+)\]/g))
      for (const [, hex = ''] of list.matchAll(/<([0-9a-fA-F]+)>/g))
        for (const character of Buffer.from(hex, 'hex').swap16().toString('utf16le')) found.add(character);
  }
  return found;
}

function inflated(stream: Buffer): string {
  try {
    const text = inflateSync(stream).toString('latin1');
    return text.includes('begincmap') ? text : '';
  } catch {
    return '';
  }
}
