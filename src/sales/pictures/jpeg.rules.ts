/** The parts of a JPEG between its markers. */
export interface JpegSegment {
  marker: number;
  /** Marker included; of a scan with its compressed data. */
  bytes: Buffer;
}

const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;
/** APP0 without a thumbnail, which may show what was cropped away. */
const PLAIN_JFIF_BYTES = 18;

/** Yields the segments up to the end of the image; ends early where the file is damaged or cut off. */
export function* jpegSegments(bytes: Buffer): Generator<JpegSegment> {
  let at = 2;
  while (at + 2 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    const end = marker === EOI ? at + 2 : segmentEnd(bytes, at, marker);
    if (end > bytes.length) return;
    yield { marker, bytes: bytes.subarray(at, end) };
    if (marker === EOI) return;
    at = end;
  }
}

function segmentEnd(bytes: Buffer, at: number, marker: number): number {
  if (at + 4 > bytes.length) return Number.POSITIVE_INFINITY;
  const end = at + 2 + Math.max(2, bytes.readUInt16BE(at + 2));
  return marker === SOS ? scanEnd(bytes, end) : end;
}

/** Compressed data ends at the first marker that is neither an escaped 0xff nor a restart. */
function scanEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return Number.POSITIVE_INFINITY;
}

/** Removes everything that is not needed to show the picture upright in its colours; null for an incomplete file. */
export function bareJpeg(bytes: Buffer): Buffer | null {
  const kept: Buffer[] = [];
  let orientation = 1;
  let isComplete = false;
  for (const segment of jpegSegments(bytes)) {
    orientation = orientationOf(segment) ?? orientation;
    isComplete = segment.marker === EOI;
    if (isNeeded(segment)) kept.push(segment.bytes);
  }
  if (!isComplete) return null;
  return Buffer.concat([
    bytes.subarray(0, 2),
    ...(orientation === 1 ? [] : [orientationSegment(orientation)]),
    ...kept,
  ]);
}

function isNeeded({ marker, bytes }: JpegSegment): boolean {
  const isNamed = (name: string): boolean => bytes.toString('latin1', 4, 4 + name.length) === name;
  if (marker === APP0) return isNamed('JFIF\0') && bytes.length === PLAIN_JFIF_BYTES;
  if (marker === APP2) return isNamed('ICC_PROFILE\0');
  if (marker === APP14) return isNamed('Adobe');
  return marker !== COMMENT && (marker < APP0 || marker > APP15);
}

const TIFF_AT = 10;
const ORIENTATION_TAG = 0x0112;
const ENTRY_BYTES = 12;

/** Returns how the camera was held (1 to 8); null if the segment does not tell. */
export function orientationOf({ marker, bytes }: JpegSegment): number | null {
  if (marker !== APP1 || bytes.toString('latin1', 4, TIFF_AT) !== 'Exif\0\0' || bytes.length < TIFF_AT + 8) return null;
  const tiff = bytes.subarray(TIFF_AT);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return null;
  const end = Math.min(tiff.length, directory + 2 + short(directory) * ENTRY_BYTES);
  for (let at = directory + 2; at + ENTRY_BYTES <= end; at += ENTRY_BYTES) {
    if (short(at) !== ORIENTATION_TAG) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** The smallest Exif segment: one directory with one entry. */
function orientationSegment(orientation: number): Buffer {
  const head = Buffer.from('ffe10022457869660000' + '4d4d002a00000008' + '0001' + '0112000300000001', 'hex');
  return Buffer.concat([head, Buffer.from([0, orientation, 0, 0]), Buffer.alloc(4)]);
}
