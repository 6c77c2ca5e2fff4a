import { type Colour, pngOf } from '../../platform/images/png.js';

/** Renders a square single-colour PNG: wallets require an icon, and the promoter's own images are not ours to ship. */
export const plainIcon = (pixels: number, colour: Colour): Buffer =>
  pngOf({ width: pixels, height: pixels, palette: [colour], colourAt: () => 0 });
