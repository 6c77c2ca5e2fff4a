import type { JSX } from 'preact';
import { noise } from './rope-shape.js';

const width = 800;
const height = 500;
const foldCount = 13;

/** A curtain's cloth from shade to light: velvet, plum, midnight. */
const cloths = [
  { shade: '#2a0714', middle: '#6d1230', light: '#a32a50' },
  { shade: '#1d0a26', middle: '#4a1d5c', light: '#7b3f92' },
  { shade: '#081426', middle: '#17375e', light: '#2f6396' },
];

function hash(text: string): number {
  let value = 7;
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return value;
}

/** Borders of the curtain's folds: uneven, and the same for the same sale. */
function foldEdges(seed: number): number[] {
  const widths = Array.from({ length: foldCount }, (_, index) => 0.6 + noise(index, seed));
  const total = widths.reduce((sum, one) => sum + one, 0);
  let x = 0;
  return [0, ...widths.map((one) => (x += (one / total) * width))];
}

/** The picture of a sale without a picture: a curtain with the rope before it, drawn from the sale's address. */
export function Poster({ slug }: { slug: string }): JSX.Element {
  const seed = hash(slug);
  const edges = foldEdges(seed);
  const cloth = cloths[seed % cloths.length] ?? { shade: '#2a0714', middle: '#6d1230', light: '#a32a50' };
  const ids = { fold: `fold-${seed}`, spot: `spot-${seed}` };
  const dip = 150 + 90 * noise(1, seed);
  const swag = `M-40 ${250 + 60 * noise(2, seed)} Q${width * (0.3 + 0.4 * noise(3, seed))} ${300 + dip} ${width + 40} ${230 + 70 * noise(4, seed)}`;
  return (
    <svg
      class="poster"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <linearGradient id={ids.fold} x1="0" x2="1" y1="0" y2="0">
          <stop offset="0" stop-color={cloth.shade} />
          <stop offset="0.22" stop-color={cloth.middle} />
          <stop offset="0.5" stop-color={cloth.light} />
          <stop offset="0.74" stop-color={cloth.middle} />
          <stop offset="1" stop-color={cloth.shade} />
        </linearGradient>
        <radialGradient id={ids.spot} cx={0.25 + 0.5 * noise(5, seed)} cy="-0.1" r="1.1">
          <stop offset="0" stop-color="#ffd9a0" stop-opacity="0.55" />
          <stop offset="0.45" stop-color="#ff9a90" stop-opacity="0.12" />
          <stop offset="1" stop-color="#12060c" stop-opacity="0.72" />
        </radialGradient>
      </defs>
      <rect width={width} height={height} fill={cloth.middle} />
      {edges.slice(0, -1).map((x, index) => (
        <rect
          key={index}
          x={x}
          width={(edges[index + 1] ?? width) - x + 0.5}
          height={height}
          fill={`url(#${ids.fold})`}
        />
      ))}
      <rect width={width} height={height} fill={`url(#${ids.spot})`} />
      <path d={swag} transform="translate(0 16)" fill="none" stroke="#12060c" stroke-opacity="0.5" stroke-width="30" />
      <path d={swag} fill="none" stroke="#8a6212" stroke-width="26" />
      <path d={swag} fill="none" stroke="#e2b65a" stroke-width="20" />
      <path d={swag} fill="none" stroke="#8a6212" stroke-opacity="0.7" stroke-width="20" stroke-dasharray="3 13" />
      <path d={swag} transform="translate(0 -5)" fill="none" stroke="#fff1cf" stroke-opacity="0.55" stroke-width="3" />
    </svg>
  );
}
