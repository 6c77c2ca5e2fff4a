/** A promoter's accent on our pages: corrected until text in it, and on it, is legible. Pure; used by server and pages. */
export interface Accent {
  /** The colour of buttons and links, `#rrggbb`. */
  colour: string;
  /** The colour of text on it. */
  on: string;
  /** The chosen colour was not legible and was changed. */
  corrected: boolean;
}
export type Scheme = 'light' | 'dark';

type Rgb = readonly [red: number, green: number, blue: number];

/** Grounds that the accent is drawn on: paper and card of web/shared/tokens.css. */
const grounds: Record<Scheme, readonly string[]> = {
  light: ['#fbf7f2', '#ffffff'],
  dark: ['#17121a', '#211a25'],
};
const LIGHT_TEXT = '#ffffff';
const DARK_TEXT = '#17121a';
/** Above the 4.5 of WCAG AA, as all text of the pages. */
export const MIN_CONTRAST = 5;
const STEPS = 100;

const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** Relative luminance by WCAG 2. */
function luminance(hex: string): number {
  const [red, green, blue] = rgbOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Returns the contrast ratio of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const isLegible = (hex: string, scheme: Scheme): boolean =>
  grounds[scheme].every((ground) => contrast(hex, ground) >= MIN_CONTRAST);

/** Mixes the chosen colour with black or white in the smallest step that makes it legible, so that its hue stays. */
export function accentOn(chosen: string, scheme: Scheme): Accent {
  const from = rgbOf(chosen);
  const end: Rgb = scheme === 'light' ? [0, 0, 0] : [255, 255, 255];
  for (let step = 0; step <= STEPS; step += 1) {
    const share = step / STEPS;
    const colour = hexOf(from.map((part, index) => part + ((end[index] ?? 0) - part) * share) as unknown as Rgb);
    if (!isLegible(colour, scheme)) continue;
    const on = contrast(LIGHT_TEXT, colour) >= contrast(DARK_TEXT, colour) ? LIGHT_TEXT : DARK_TEXT;
    return { colour, on, corrected: step > 0 };
  }
  throw new Error(`${chosen} is not a colour`);
}
