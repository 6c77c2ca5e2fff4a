import { encode } from 'uqr';

export interface QrShape {
  /** Modules per side, quiet zone included. */
  size: number;
  path: string;
}

/** Empty modules around the code: with fewer than four, some scanners do not detect it. */
const quietZone = 4;

/** Renders a code as one SVG path, one unit per module. Runs of dark modules become one bar. */
export function qrShape(text: string): QrShape {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  const bars = data.flatMap((row, y) => {
    const found: string[] = [];
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      found.push(`M${start} ${y}h${x - start + 1}v1H${start}z`);
    }
    return found;
  });
  return { size, path: bars.join('') };
}
