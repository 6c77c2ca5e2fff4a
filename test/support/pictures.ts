/** What cameras and programs write beside a picture; no answer of ours may contain it. */
export const SECRET = 'N 48 12 30 E 16 22 23';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const join = (...parts: (Buffer | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));

function sized(part: Buffer): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(part.length + 2);
  return join(size, part);
}
const segment = (marker: string, ...content: (Buffer | string)[]): Buffer => join(hex(marker), sized(join(...content)));

/** An Exif segment as cameras write it: little-endian, the orientation after another entry. */
function exif(orientation: number): Buffer {
  const entries = hex(`0f01 0200 15000000 26000000  1201 0300 01000000 0${orientation}000000`);
  return segment('ffe1', 'Exif\0\0', hex('49492a00 08000000 0200'), entries, hex('00000000'), SECRET);
}

/** A JPEG of 640 × 360 before it is turned, with metadata in every place that JPEG has for it. */
export function jpegWith(orientation: number): Buffer {
  const frame = segment('ffc0', hex('08 0168 0280 03 012200 021101 031101'));
  const scan = join(segment('ffda', hex('01 0100 003f00')), hex('12ff00 34ffd0 56'));
  return join(
    hex('ffd8'),
    segment('ffe0', 'JFIF\0', hex('0101 00 0001 0001 00 00')),
    exif(orientation),
    segment('ffe1', `http://ns.adobe.com/xap/1.0/\0<x>${SECRET}</x>`),
    segment('ffe2', 'ICC_PROFILE\0', hex('0101'), 'colours'),
    segment('ffe2', `MPF\0${SECRET}`),
    segment('ffed', `Photoshop 3.0\0${SECRET}`),
    segment('ffee', 'Adobe', hex('00640000000001')),
    segment('fffe', SECRET),
    segment('ffdb', hex('00'), 'tables'),
    frame,
    scan,
    hex('ffd9'),
    hex('ffd8'),
    exif(orientation),
    hex('ffd9'),
  );
}

function chunkOfPng(name: string, content: Buffer | string): Buffer {
  const body = join(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  return join(size, name, body, hex('00000000'));
}

export const pngWithMetadata = (): Buffer =>
  join(
    hex('89504e470d0a1a0a'),
    chunkOfPng('IHDR', hex('00000280 00000168 08 06 00 00 00')),
    chunkOfPng('eXIf', SECRET),
    chunkOfPng('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${SECRET}`),
    chunkOfPng('tEXt', `Comment\0${SECRET}`),
    chunkOfPng('sRGB', hex('00')),
    chunkOfPng('IDAT', 'pixels'),
    chunkOfPng('IEND', ''),
    SECRET,
  );

function chunkOfWebp(name: string, content: Buffer | string): Buffer {
  const body = join(content);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return join(name, size, body, Buffer.alloc(body.length & 1));
}

export function webpWithMetadata(): Buffer {
  const chunks = join(
    'WEBP',
    chunkOfWebp('VP8X', hex('3c000000 7f0200 670100')),
    chunkOfWebp('ICCP', 'colours'),
    chunkOfWebp('VP8 ', hex('000000 9d012a 8002 6801 0000')),
    chunkOfWebp('EXIF', SECRET),
    chunkOfWebp('XMP ', SECRET),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32LE(chunks.length);
  return join('RIFF', size, chunks, SECRET);
}

function box(type: string, ...content: (Buffer | string)[]): Buffer {
  const body = join(...content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 8);
  return join(size, type, body);
}
const item = (id: number, type: string): Buffer => box('infe', hex(`02000000 000${id} 0000`), type, hex('00'));
const spatial = (size: string): Buffer => box('ispe', hex('00000000'), hex(size));

/** An AVIF of 640 × 360. Its first size belongs to a thumbnail, as some programs write it. */
export function avifOf({ metadata = false, turned = false, type = 'av01' } = {}): Buffer {
  const properties = box('ipco', spatial('000000a0 0000005a'), spatial('00000280 00000168'), box('irot', hex('01')));
  const own = turned ? '0002 02 82 03' : '0002 01 82';
  return join(
    box('ftyp', 'avif', hex('00000000'), 'avifmif1'),
    box(
      'meta',
      hex('00000000'),
      box('hdlr', hex('00000000 00000000'), 'pict', Buffer.alloc(13)),
      box('pitm', hex('00000000 0002')),
      box('iinf', hex('00000000 0003'), item(1, 'av01'), item(2, type), ...(metadata ? [item(3, 'Exif')] : [])),
      box('iprp', properties, box('ipma', hex('00000000 00000002'), hex('0001 01 81'), hex(own))),
    ),
    box('mdat', 'pixels', metadata ? SECRET : ''),
  );
}
