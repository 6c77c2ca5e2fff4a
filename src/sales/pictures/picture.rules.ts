import type { PictureShape } from '../../contract/sale/branding-shapes.js';
import { readAvif } from './avif.rules.js';
import { jpegSegments, orientationOf } from './jpeg.rules.js';

export const PICTURE_ID = /^pic_[0-9a-f]{64}$/;
export const MAX_PICTURE_BYTES = 1_048_576;
/** A side beyond it costs a phone more memory to decode than it has to spare. */
export const MAX_PICTURE_SIDE = 4_096;

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

/** Walks the segments to the start of frame, which has the size before the picture is turned upright. */
function jpegOf(bytes: Buffer): PictureFacts | null {
  if (!isAt(bytes, 0, '\u00ff\u00d8\u00ff')) return null;
  let orientation = 1;
  for (const segment of jpegSegments(bytes)) {
    orientation = orientationOf(segment) ?? orientation;
    if (!isFrame(segment.marker) || segment.bytes.length < 9) continue;
    const [height, width] = [segment.bytes.readUInt16BE(5), segment.bytes.readUInt16BE(7)];
    return { type: 'image/jpeg', ...(orientation < 5 ? { width, height } : { width: height, height: width }) };
  }
  return null;
}

const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

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
  const found = readAvif(bytes);
  return found && { type: 'image/avif', width: found.width, height: found.height };
}

/** Returns why a picture is refused; null if it is taken. */
export function pictureError(bytes: Buffer, facts: PictureFacts | null): string | null {
  if (bytes.length > MAX_PICTURE_BYTES) return 'must not exceed 1 MiB';
  if (facts === null) return 'must be a PNG, JPEG, WebP or AVIF picture';
  if (Math.max(facts.width, facts.height) > MAX_PICTURE_SIDE)
    return `must not exceed ${MAX_PICTURE_SIDE} pixels a side; it has ${facts.width} × ${facts.height}`;
  return null;
}
