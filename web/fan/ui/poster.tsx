import type { JSX } from 'preact';
import { Motif, posterBoard } from './poster-motifs.js';
import { noise } from './rope-shape.js';

const { width, height } = posterBoard;

/** Background gradients from shade to light: velvet, plum, midnight, forest, ember, harbour. */
const cloths = [
  { shade: '#2a0714', middle: '#6d1230', light: '#a32a50' },
  { shade: '#1d0a26', middle: '#4a1d5c', light: '#7b3f92' },
  { shade: '#081426', middle: '#17375e', light: '#2f6396' },
  { shade: '#06190f', middle: '#14472f', light: '#2b7a54' },
  { shade: '#240f03', middle: '#7a3410', light: '#b8602a' },
  { shade: '#03191c', middle: '#0f4a52', light: '#26808a' },
];

function hash(text: string): number {
  let value = 7;
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return value;
}

/** Placeholder poster for a sale without an image: curtain, beams or arches behind the rope, seeded by the slug. */
export function Poster({ slug }: { slug: string }): JSX.Element {
  const seed = hash(slug);
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
      <rect width={width} height={height} fill={cloth.shade} />
      <Motif seed={seed} fill={`url(#${ids.fold})`} pick={Math.floor(seed / cloths.length)} />
      <rect width={width} height={height} fill={`url(#${ids.spot})`} />
      <path d={swag} transform="translate(0 16)" fill="none" stroke="#12060c" stroke-opacity="0.5" stroke-width="30" />
      <path d={swag} fill="none" stroke="#8a6212" stroke-width="26" />
      <path d={swag} fill="none" stroke="#e2b65a" stroke-width="20" />
      <path d={swag} fill="none" stroke="#8a6212" stroke-opacity="0.7" stroke-width="20" stroke-dasharray="3 13" />
      <path d={swag} transform="translate(0 -5)" fill="none" stroke="#fff1cf" stroke-opacity="0.55" stroke-width="3" />
    </svg>
  );
}
