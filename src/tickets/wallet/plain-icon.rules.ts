import { type Colour, pngOf } from '../../platform/images/png.js';

/** A square PNG of one colour: a wallet demands an icon, and the promoter's own pictures are nobody's to ship. */
export const plainIcon = (pixels: number, colour: Colour): Buffer =>
  pngOf({ width: pixels, height: pixels, palette: [colour], colourAt: () => 0 });
