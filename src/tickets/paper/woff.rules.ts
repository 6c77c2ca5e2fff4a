import { inflateSync } from 'node:zlib';

const WOFF_SIGNATURE = 0x774f4646;
const WOFF_HEADER_BYTES = 44;
const WOFF_ENTRY_BYTES = 20;
const SFNT_HEADER_BYTES = 12;
const SFNT_ENTRY_BYTES = 16;
const ALIGNMENT = 4;

/**
 * Unpacks a WOFF 1 font into its original TrueType or OpenType file, because reading a glyph from WOFF inflates a whole
 * table each time.
 */
export function sfntOfWoff(woff: Buffer): Buffer {
  if (woff.length < WOFF_HEADER_BYTES || woff.readUInt32BE(0) !== WOFF_SIGNATURE) throw new Error('not a WOFF font');
  const tables = woff.readUInt16BE(12);
  const directory = directoryOf(woff, tables);
  const parts: Buffer[] = [directory];
  let offset = directory.length;
  for (let index = 0; index < tables; index += 1) {
    const table = tableOf(woff, WOFF_HEADER_BYTES + index * WOFF_ENTRY_BYTES);
    const entry = SFNT_HEADER_BYTES + index * SFNT_ENTRY_BYTES;
    table.tag.copy(directory, entry);
    directory.writeUInt32BE(table.checksum, entry + 4);
    directory.writeUInt32BE(offset, entry + 8);
    directory.writeUInt32BE(table.data.length, entry + 12);
    const padding = Buffer.alloc((ALIGNMENT - (table.data.length % ALIGNMENT)) % ALIGNMENT);
    parts.push(table.data, padding);
    offset += table.data.length + padding.length;
  }
  return Buffer.concat(parts);
}

function directoryOf(woff: Buffer, tables: number): Buffer {
  const directory = Buffer.alloc(SFNT_HEADER_BYTES + tables * SFNT_ENTRY_BYTES);
  const exponent = Math.floor(Math.log2(tables));
  const searchRange = SFNT_ENTRY_BYTES * 2 ** exponent;
  woff.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(tables, 4);
  directory.writeUInt16BE(searchRange, 6);
  directory.writeUInt16BE(exponent, 8);
  directory.writeUInt16BE(SFNT_ENTRY_BYTES * tables - searchRange, 10);
  return directory;
}

function tableOf(woff: Buffer, entry: number): { tag: Buffer; checksum: number; data: Buffer } {
  const offset = woff.readUInt32BE(entry + 4);
  const packedLength = woff.readUInt32BE(entry + 8);
  const length = woff.readUInt32BE(entry + 12);
  const packed = woff.subarray(offset, offset + packedLength);
  const data = packedLength < length ? inflateSync(packed, { maxOutputLength: length }) : packed;
  if (data.length !== length) throw new Error('a WOFF table does not have its declared length');
  return { tag: woff.subarray(entry, entry + 4), checksum: woff.readUInt32BE(entry + 16), data };
}
