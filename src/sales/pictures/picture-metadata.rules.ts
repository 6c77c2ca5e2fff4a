import type { PictureShape } from '../../contract/sale/branding-shapes.js';
import { readAvif } from './avif.rules.js';
import { bareJpeg } from './jpeg.rules.js';

export type BareResult = { kind: 'bare'; bytes: Buffer } | { kind: 'refused'; message: string };

/** Chunks that change what is seen. Others hold texts, times, places and previews. */
const PNG_CHUNKS = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT'.split(' '),
);
const WEBP_CHUNKS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Flags of VP8X that announce EXIF and XMP. */
const WEBP_METADATA = 0x08 | 0x04;

/**
 * Removes what cameras and programs write beside the picture, such as where it was taken. An AVIF keeps offsets into
 * its data, so one with metadata is refused instead.
 */
export function withoutMetadata(bytes: Buffer, type: PictureShape['type']): BareResult {
  if (type === 'image/avif') {
    const facts = readAvif(bytes);
    if (facts?.isWhole !== true) return { kind: 'refused', message: 'must be a complete picture' };
    return facts.hasMetadata
      ? { kind: 'refused', message: 'must not carry metadata such as EXIF or XMP: save it without' }
      : { kind: 'bare', bytes };
  }
  const bare = type === 'image/jpeg' ? bareJpeg(bytes) : type === 'image/png' ? barePng(bytes) : bareWebp(bytes);
  return bare ? { kind: 'bare', bytes: bare } : { kind: 'refused', message: 'must be a complete picture' };
}

const SIGNATURE_BYTES = 8;

function barePng(bytes: Buffer): Buffer | null {
  const kept = [bytes.subarray(0, SIGNATURE_BYTES)];
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (PNG_CHUNKS.has(name)) kept.push(bytes.subarray(at, end));
    if (name === 'IEND') return Buffer.concat(kept);
    at = end;
  }
  return null;
}

function bareWebp(bytes: Buffer): Buffer | null {
  const whole = 8 + bytes.readUInt32LE(4);
  if (whole > bytes.length) return null;
  const kept: Buffer[] = [Buffer.from('WEBP')];
  for (let at = 12; at + 8 <= whole; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size;
    if (end > whole) return null;
    const name = bytes.toString('latin1', at, at + 4);
    const chunk = Buffer.from(bytes.subarray(at, end));
    if (name === 'VP8X' && size > 0) chunk.writeUInt8(chunk.readUInt8(8) & ~WEBP_METADATA, 8);
    if (WEBP_CHUNKS.has(name)) kept.push(chunk, Buffer.alloc(size & 1));
    at = end + (size & 1);
  }
  const content = Buffer.concat(kept);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}
