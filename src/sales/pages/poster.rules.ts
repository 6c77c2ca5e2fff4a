import { type Colour, pngOf } from '../../platform/images/png.js';

/** Size of the link preview, in the aspect ratio that is cropped least. */
export const POSTER = { width: 600, height: 315 } as const;

/** Cloth colours of the fan's pages, from shade to light. */
const cloths: readonly (readonly [Colour, Colour])[] = [
  [
    [0x2a, 0x07, 0x14],
    [0xa3, 0x2a, 0x50],
  ],
  [
    [0x1d, 0x0a, 0x26],
    [0x7b, 0x3f, 0x92],
  ],
  [
    [0x08, 0x14, 0x26],
    [0x2f, 0x63, 0x96],
  ],
  [
    [0x06, 0x19, 0x0f],
    [0x2b, 0x7a, 0x54],
  ],
  [
    [0x24, 0x0f, 0x03],
    [0xb8, 0x60, 0x2a],
  ],
  [
    [0x03, 0x19, 0x1c],
    [0x26, 0x80, 0x8a],
  ],
];
const ropes: readonly Colour[] = [
  [0x8a, 0x62, 0x12],
  [0xe2, 0xb6, 0x5a],
];
const SHADES = 64;
const ROPE_HALF = 7;

/** Returns the same seed for a slug as the page's own poster. */
function seedOf(slug: string): number {
  let value = 7;
  for (const char of slug) value = (value * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return value;
}

function paletteOf(seed: number): Colour[] {
  const [shade, light] = cloths[seed % cloths.length] ?? [ropes[0], ropes[1]];
  const mixed = (share: number, part: number): number =>
    Math.round((shade?.[part] ?? 0) * (1 - share) + (light?.[part] ?? 0) * share);
  const shades = Array.from({ length: SHADES }, (_, n) => n / (SHADES - 1));
  return [...shades.map((share): Colour => [mixed(share, 0), mixed(share, 1), mixed(share, 2)]), ...ropes];
}

/** Draws the link preview from the slug: folded cloth under a light, with the rope in front. */
export function posterOf(slug: string): Buffer {
  const seed = seedOf(slug);
  const { width, height } = POSTER;
  const folds = 8 + (seed % 7);
  const lampAt = 0.25 + (0.5 * (seed % 97)) / 97;
  const dip = 60 + (seed % 53);
  const colourAt = (x: number, y: number): number => {
    const across = x / width;
    const off = Math.abs(y - height * 0.45 - dip * (1 - (2 * across - 1) ** 2));
    if (off <= ROPE_HALF) return off < ROPE_HALF - 2 && (x + y) % 13 > 2 ? SHADES + 1 : SHADES;
    const fold = 0.5 + 0.5 * Math.cos(across * folds * 2 * Math.PI + 0.6 * Math.sin(y / 40));
    const light = Math.max(0, 1 - 1.4 * Math.hypot(across - lampAt, y / height));
    return Math.round((SHADES - 1) * Math.min(1, 0.15 + 0.55 * fold * (0.4 + 0.6 * light) + 0.25 * light));
  };
  return pngOf({ width, height, palette: paletteOf(seed), colourAt });
}
