/**
 * Content of a barcode. Its text is base64url of: version (1 byte), serial (2), length of key id (1), key id, length of
 * ticket id (1), ticket id, Ed25519 signature of all preceding bytes (64). Names no person, show or seat.
 */
export interface BarcodeContent {
  keyId: string;
  ticketId: string;
  /** Starts at 1; scanners refuse all but the ticket's current serial. */
  serial: number;
}

const VERSION = 1;
const SIGNATURE_BYTES = 64;
const MAX_SERIAL = 0xffff;
const MAX_TEXT_BYTES = 64;
/** Longer texts cannot be ours and are not decoded. */
const MAX_CHARACTERS = 300;

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text, 'ascii');
  if (bytes.length === 0 || bytes.length > MAX_TEXT_BYTES)
    throw new RangeError('ids in a barcode must have 1 to 64 characters');
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

/** Encodes the signed part of a barcode. */
export function barcodeBody({ keyId, ticketId, serial }: BarcodeContent): Buffer {
  if (!Number.isInteger(serial) || serial < 1 || serial > MAX_SERIAL) throw new RangeError(`invalid serial ${serial}`);
  const head = Buffer.alloc(3);
  head.writeUInt8(VERSION, 0);
  head.writeUInt16BE(serial, 1);
  return Buffer.concat([head, withLength(keyId), withLength(ticketId)]);
}

export function barcodeText(body: Buffer, signature: Buffer): string {
  return Buffer.concat([body, signature]).toString('base64url');
}

/** Parses a barcode; null if it is not ours. Does not verify the signature, which the caller checks over `body`. */
export function readBarcode(text: string): { content: BarcodeContent; body: Buffer; signature: Buffer } | null {
  if (text.length > MAX_CHARACTERS || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  const body = bytes.subarray(0, -SIGNATURE_BYTES);
  if (body.length < 3 || body.readUInt8(0) !== VERSION) return null;
  const keyId = textAt(body, 3);
  const ticketId = keyId && textAt(body, 4 + keyId.length);
  if (!keyId || !ticketId || body.length !== 5 + keyId.length + ticketId.length) return null;
  const serial = body.readUInt16BE(1);
  return serial === 0
    ? null
    : { content: { keyId, ticketId, serial }, body, signature: bytes.subarray(-SIGNATURE_BYTES) };
}

function textAt(body: Buffer, offset: number): string | null {
  const length = body[offset];
  if (length === undefined || length === 0 || body.length < offset + 1 + length) return null;
  return body.toString('ascii', offset + 1, offset + 1 + length);
}
