export interface AvifFacts {
  width: number;
  height: number;
  /** Whether it carries items or boxes that are no part of the picture. */
  hasMetadata: boolean;
  /** Whether boxes fill the file: it is neither cut off nor followed by anything else. */
  isWhole: boolean;
}
interface Box {
  type: string;
  content: Buffer;
}
interface Item {
  id: number;
  type: string;
}

/** Boxes of a still picture; others carry descriptions, other pictures or a film. */
const PICTURE_BOXES = new Set(['ftyp', 'meta', 'mdat', 'free', 'skip']);
/** What a primary item may be: a coded picture, or a grid of them. */
const PICTURE_ITEMS = new Set(['av01', 'grid']);
const METADATA_ITEMS = new Set(['Exif', 'mime', 'uri ']);

/** Reads the size of the primary item, which is the picture that is shown; null for anything else. */
export function readAvif(bytes: Buffer): AvifFacts | null {
  const boxes = [...boxesIn(bytes)];
  const meta = [...boxesIn(contentOf(boxes, 'meta').subarray(4))];
  const items = itemsIn(contentOf(meta, 'iinf'));
  const primary = primaryIn(contentOf(meta, 'pitm'));
  if (!items.some(({ id, type }) => id === primary && PICTURE_ITEMS.has(type))) return null;
  const properties = [...boxesIn(contentOf(meta, 'iprp'))];
  const known = [...boxesIn(contentOf(properties, 'ipco'))];
  const own = propertiesOf(primary, contentOf(properties, 'ipma')).flatMap((index) => known[index - 1] ?? []);
  const size = contentOf(own, 'ispe');
  if (size.length < 12) return null;
  const [width, height] = [size.readUInt32BE(4), size.readUInt32BE(8)];
  const isTurned = ((contentOf(own, 'irot')[0] ?? 0) & 1) === 1;
  const last = boxes.at(-1)?.content;
  const isWhole = last !== undefined && last.byteOffset + last.length === bytes.byteOffset + bytes.length;
  const hasMetadata =
    items.some(({ type }) => METADATA_ITEMS.has(type)) || boxes.some(({ type }) => !PICTURE_BOXES.has(type));
  return { ...(isTurned ? { width: height, height: width } : { width, height }), hasMetadata, isWhole };
}

function* boxesIn(bytes: Buffer): Generator<Box> {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const short = bytes.readUInt32BE(at);
    const isLong = short === 1 && at + 16 <= bytes.length;
    const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short;
    const head = isLong ? 16 : 8;
    if (size < head || at + size > bytes.length) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + head, at + size) };
    at += size;
  }
}

const contentOf = (boxes: readonly Box[], type: string): Buffer =>
  boxes.find((box) => box.type === type)?.content ?? Buffer.alloc(0);

/** Reads a number of 1, 2 or 4 bytes; 0 beyond the end. */
const read = (bytes: Buffer, at: number, size: number): number =>
  at + size <= bytes.length ? bytes.readUIntBE(at, size) : 0;

/** Item ids have two bytes, in later versions of each box four. */
const idBytes = (box: Buffer, longFrom: number): number => (read(box, 0, 1) >= longFrom ? 4 : 2);

const primaryIn = (pitm: Buffer): number => read(pitm, 4, idBytes(pitm, 1));

function itemsIn(iinf: Buffer): Item[] {
  const entries = [...boxesIn(iinf.subarray(4 + idBytes(iinf, 1)))];
  return entries.map(({ content }) => {
    const size = idBytes(content, 3);
    return { id: read(content, 4, size), type: content.toString('latin1', 6 + size, 10 + size) };
  });
}

/** Returns the numbers of the properties of an item, counted from 1. */
function propertiesOf(item: number, ipma: Buffer): number[] {
  const idSize = idBytes(ipma, 1);
  const indexSize = (read(ipma, 3, 1) & 1) === 1 ? 2 : 1;
  for (let at = 8; at + idSize < ipma.length; ) {
    const count = read(ipma, at + idSize, 1);
    const from = at + idSize + 1;
    const isOwn = read(ipma, at, idSize) === item;
    if (isOwn)
      return Array.from({ length: count }, (_, n) => {
        const index = read(ipma, from + n * indexSize, indexSize);
        return indexSize === 2 ? index & 0x7fff : index & 0x7f;
      });
    at = from + count * indexSize;
  }
  return [];
}
