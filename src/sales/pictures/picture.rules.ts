import type { PictureShape } from '../../contract/branding-shapes.js';

export const PICTURE_ID = /^pic_[0-9a-f]{64}$/;
export const MAX_PICTURE_BYTES = 1_048_576;
/** A side beyond it costs a phone more memory to decode than it has to spare. */
export const MAX_PICTURE_SIDE = 4_096;
/** Sizes of AVIF are in its first boxes. */
const AVIF_HEAD = 4_096;

export const pictureUrl = (id: string): string => `/v1/pictures/${id}`;

export interface PictureFacts {
  type: PictureShape['type'];
  width: number;
  height: number;
}

/** Identifies a picture by its own bytes, whatever its sender called it; null for anything else. */
export function readPicture(bytes: Buffer): PictureFacts | null {
  const found = pngOf(bytes) ?? jpegOf(bytes) ?? webpOf(bytes) ?? avifOf(bytes);
  return found && found.width > 0 && found.height > 0 ? found : null;
}

const isAt = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.length >= at + text.length && bytes.toString('latin1', at, at + text.length) === text;

function pngOf(bytes: Buffer): PictureFacts | null {
  if (!isAt(bytes, 0, '\u0089PNG\r\n\u001a\n') || !isAt(bytes, 12, 'IHDR') || bytes.length < 24) return null;
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Walks the segments to the start of frame, which has the size. */
function jpegOf(bytes: Buffer): PictureFacts | null {
  if (!isAt(bytes, 0, '\u00ff\u00d8\u00ff')) return null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + Math.max(2, bytes.readUInt16BE(at + 2));
  }
  return null;
}

function webpOf(bytes: Buffer): PictureFacts | null {
  if (!isAt(bytes, 0, 'RIFF') || !isAt(bytes, 8, 'WEBP') || bytes.length < 30) return null;
  const sized = (width: number, height: number): PictureFacts => ({ type: 'image/webp', width, height });
  if (isAt(bytes, 12, 'VP8X')) return sized(1 + bytes.readUIntLE(24, 3), 1 + bytes.readUIntLE(27, 3));
  if (isAt(bytes, 12, 'VP8 ')) return sized(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  if (!isAt(bytes, 12, 'VP8L')) return null;
  const bits = bytes.readUInt32LE(21);
  return sized(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff));
}

function avifOf(bytes: Buffer): PictureFacts | null {
  if (!isAt(bytes, 4, 'ftypavif') && !isAt(bytes, 4, 'ftypmif1')) return null;
  const at = bytes.subarray(0, AVIF_HEAD).indexOf('ispe', 0, 'latin1');
  if (at < 0 || bytes.length < at + 16) return null;
  return { type: 'image/avif', width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
}

/** Returns why a picture is refused; null if it is taken. */
export function pictureError(bytes: Buffer, facts: PictureFacts | null): string | null {
  if (bytes.length > MAX_PICTURE_BYTES) return 'must not exceed 1 MiB';
  if (facts === null) return 'must be a PNG, JPEG, WebP or AVIF picture';
  if (Math.max(facts.width, facts.height) > MAX_PICTURE_SIDE)
    return `must not exceed ${MAX_PICTURE_SIDE} pixels a side; it has ${facts.width} × ${facts.height}`;
  return null;
}
