import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { avifOf, jpegWith } from '../../../test/support/pictures.js';
import { MAX_PICTURE_BYTES, pictureError, readPicture } from './picture.rules.js';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const png = hex('89504e470d0a1a0a 0000000d 49484452 00000280 00000168 0806000000');
const jpeg = hex('ffd8 ffe0 0010 4a46494600010100000100010000 ffc0 0011 08 0168 0280 03 012200021101031101');
const riff = (chunk: string): Buffer => Buffer.concat([Buffer.from('RIFF____WEBP'), hex(chunk)]);
const lossy = riff('56503820 00000000 000000 9d012a 8002 6801');
const lossless = riff('5650384c 00000000 2f 7fc25900 0000000000');
const extended = riff('56503858 0a000000 10000000 7f0200 670100');
const avif = avifOf();

describe('readPicture', () => {
  it('knows a picture and its size by its bytes', () => {
    const size = { width: 640, height: 360 };
    expect(readPicture(png)).toEqual({ type: 'image/png', ...size });
    expect(readPicture(jpeg)).toEqual({ type: 'image/jpeg', ...size });
    for (const one of [lossy, lossless, extended]) expect(readPicture(one)).toEqual({ type: 'image/webp', ...size });
    expect(readPicture(avif)).toEqual({ type: 'image/avif', ...size });
  });

  it('tells the size at which a picture is shown: turned upright, and of an AVIF that of its primary item', () => {
    for (const orientation of [1, 2, 3, 4])
      expect(readPicture(jpegWith(orientation))).toMatchObject({ width: 640, height: 360 });
    for (const orientation of [5, 6, 7, 8])
      expect(readPicture(jpegWith(orientation))).toMatchObject({ width: 360, height: 640 });
    expect(readPicture(avifOf({ turned: true }))).toMatchObject({ width: 360, height: 640 });
  });

  it('knows no film and no HEIC as an AVIF, though they begin alike', () => {
    expect(readPicture(avifOf({ type: 'hvc1' }))).toBeNull();
  });

  it('knows no page, script or drawing as a picture', () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<!doctype html>', 'GIF89a', '\u0089PNG', ''])
      expect(readPicture(Buffer.from(text, 'latin1'))).toBeNull();
  });

  it('reads whatever bytes come, cut anywhere, without a fault', () => {
    const heads = [png, jpeg, lossy, lossless, extended, avif];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.nat(40), fc.uint8Array({ maxLength: 40 }), (head, cut, tail) => {
        expect(() => readPicture(Buffer.concat([head.subarray(0, cut), tail]))).not.toThrow();
      }),
    );
  });
});

describe('pictureError', () => {
  it('refuses what is too heavy, too large or no picture', () => {
    const facts = { type: 'image/png', width: 640, height: 360 } as const;
    expect(pictureError(png, facts)).toBeNull();
    expect(pictureError(Buffer.alloc(MAX_PICTURE_BYTES + 1), facts)).toMatch(/1 MiB/);
    expect(pictureError(png, null)).toMatch(/PNG, JPEG, WebP or AVIF/);
    expect(pictureError(png, { ...facts, width: 5_000 })).toMatch(/5000 × 360/);
  });
});
