/** Content of a ticket's barcode; the layout is in docs/tickets.md. */
export interface ReadBarcode {
  keyId: string;
  ticketId: string;
  serial: number;
  body: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

const VERSION = 1;
const SIGNATURE_BYTES = 64;
const MAX_CHARACTERS = 300;

export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Parses a barcode; null if it is not one of ours. The signature is not verified here. */
export function readBarcode(text: string): ReadBarcode | null {
  if (text.length > MAX_CHARACTERS || !/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = bytesOf(text);
  if (bytes.length <= SIGNATURE_BYTES + 3 || bytes[0] !== VERSION) return null;
  const body = bytes.slice(0, -SIGNATURE_BYTES);
  const keyId = textAt(body, 3);
  const ticketId = keyId && textAt(body, 4 + keyId.length);
  const serial = (body[1] ?? 0) * 256 + (body[2] ?? 0);
  if (!keyId || !ticketId || serial === 0 || body.length !== 5 + keyId.length + ticketId.length) return null;
  return { keyId, ticketId, serial, body, signature: bytes.slice(-SIGNATURE_BYTES) };
}

function textAt(body: Uint8Array, offset: number): string | null {
  const length = body[offset] ?? 0;
  if (length === 0 || body.length < offset + 1 + length) return null;
  return String.fromCharCode(...body.subarray(offset + 1, offset + 1 + length));
}

/** Verifies the signature against the keys; null if the browser does not support Ed25519. */
export async function isSigned(
  keys: readonly JsonWebKey[],
  keyId: string,
  body: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean | null> {
  const jwk = keys.find((key) => 'kid' in key && key.kid === keyId);
  if (!jwk) return false;
  try {
    const { kty = '', crv = '', x = '' } = jwk;
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, body);
  } catch {
    return null;
  }
}
