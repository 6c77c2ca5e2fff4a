import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { avifOf, jpegWith, pngWithMetadata, SECRET, webpWithMetadata } from '../../../test/support/pictures.js';
import type { PictureShape } from '../../contract/sale/branding-shapes.js';
import { withoutMetadata } from './picture-metadata.rules.js';
import { readPicture } from './picture.rules.js';

function bare(bytes: Buffer): Buffer {
  const result = withoutMetadata(bytes, readPicture(bytes)?.type ?? 'image/avif');
  if (result.kind !== 'bare') throw new Error(result.message);
  return result.bytes;
}

describe('a picture without its metadata', () => {
  it.each<[string, Buffer, string[]]>([
    ['JPEG', jpegWith(1), ['JFIF', 'colours', 'Adobe', 'tables', '\u0012\u00ff\u00004\u00ff\u00d0V']],
    ['PNG', pngWithMetadata(), ['IHDR', 'sRGB', 'pixels', 'IEND']],
    ['WebP', webpWithMetadata(), ['VP8X', 'colours', 'VP8 ']],
  ])('keeps what is seen of a %s, and nothing that was written beside it', (_type, picture, kept) => {
    expect(picture.toString('latin1')).toContain(SECRET);
    const left = bare(picture);
    for (const part of kept) expect(left.toString('latin1')).toContain(part);
    for (const part of [SECRET, 'EXIF', 'XMP', 'Photoshop', 'MPF']) expect(left.toString('latin1')).not.toContain(part);
    expect(readPicture(left)).toEqual(readPicture(picture));
    expect(bare(left).equals(left)).toBe(true);
  });

  it('stays upright: of the Exif of a JPEG only the orientation is left', () => {
    for (const orientation of [2, 6, 8]) {
      const left = bare(jpegWith(orientation));
      expect(readPicture(left)).toEqual(readPicture(jpegWith(orientation)));
      expect(left.toString('latin1')).not.toContain(SECRET);
      expect(bare(left).equals(left)).toBe(true);
    }
    expect(bare(jpegWith(1)).toString('latin1')).not.toContain('Exif');
  });

  it('announces no metadata in the header of a WebP, whose length fits', () => {
    const left = bare(webpWithMetadata());
    expect(left.readUInt8(20) & 0x0c).toBe(0);
    expect(left.readUInt32LE(4)).toBe(left.length - 8);
  });

  it('is required of an AVIF, which is not rewritten', () => {
    expect(bare(avifOf()).equals(avifOf())).toBe(true);
    const refused = { kind: 'refused', message: expect.stringContaining('EXIF') };
    expect(withoutMetadata(avifOf({ metadata: true }), 'image/avif')).toEqual(refused);
    const described = Buffer.concat([avifOf(), Buffer.from('00000010757569640000000000000000', 'hex')]);
    expect(withoutMetadata(described, 'image/avif')).toEqual(refused);
  });

  it('is refused when the file is cut off, wherever, and never a fault', () => {
    const samples: [Buffer, PictureShape['type']][] = [
      [jpegWith(6).subarray(0, jpegWith(6).lastIndexOf(Buffer.from('ffd9ffd8', 'hex')) + 2), 'image/jpeg'],
      [pngWithMetadata().subarray(0, -SECRET.length), 'image/png'],
      [webpWithMetadata().subarray(0, -SECRET.length), 'image/webp'],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.integer({ min: 12, max: 10_000 }), ([bytes, type], cut) => {
        expect(withoutMetadata(bytes.subarray(0, Math.min(cut, bytes.length - 1)), type).kind).toBe('refused');
      }),
    );
  });
});
