import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { barcodeBody, barcodeText, readBarcode } from './barcode.rules.js';

const content = fc.record({
  keyId: fc.stringMatching(/^[0-9a-f]{12}$/),
  ticketId: fc.stringMatching(/^tkt_[0-9a-z]{20,30}$/),
  serial: fc.integer({ min: 1, max: 0xffff }),
});
const signature = Buffer.alloc(64, 7);

describe('barcode', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(content, (written) => {
        const body = barcodeBody(written);
        expect(readBarcode(barcodeText(body, signature))).toEqual({ content: written, body, signature });
      }),
    );
  });

  it('is refused, and never throws, whatever is scanned', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 400 }), fc.base64String({ maxLength: 400 })), (text) => {
        const read = readBarcode(text);
        if (read) expect(barcodeText(read.body, read.signature)).toBe(text.replace(/=+$/, ''));
      }),
    );
  });

  it('is refused when it is cut or continued', () => {
    const text = barcodeText(barcodeBody({ keyId: 'abcdef012345', ticketId: 'tkt_0123456789', serial: 1 }), signature);
    expect(readBarcode(text.slice(0, -4))).toBeNull();
    expect(readBarcode(`${text}AAAA`)).toBeNull();
    expect(readBarcode('')).toBeNull();
  });

  it('is not made for a serial that does not fit', () => {
    expect(() => barcodeBody({ keyId: 'k', ticketId: 't', serial: 0x10000 })).toThrow(RangeError);
  });
});
