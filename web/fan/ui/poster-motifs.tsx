import type { JSX } from 'preact';
import { noise } from './rope-shape.js';

export const posterBoard = { width: 800, height: 500 } as const;
const { width, height } = posterBoard;

interface MotifProps {
  seed: number;
  /** Reference to the background gradient. */
  fill: string;
}

const foldCount = 13;

/** Returns the edges of the curtain's folds: uneven, but stable per sale. */
function foldEdges(seed: number): number[] {
  const widths = Array.from({ length: foldCount }, (_, index) => 0.6 + noise(index, seed));
  const total = widths.reduce((sum, one) => sum + one, 0);
  let x = 0;
  return [0, ...widths.map((one) => (x += (one / total) * width))];
}

function Curtain({ seed, fill }: MotifProps): JSX.Element {
  const edges = foldEdges(seed);
  return (
    <>
      {edges.slice(0, -1).map((x, index) => (
        <rect key={index} x={x} width={(edges[index + 1] ?? width) - x + 0.5} height={height} fill={fill} />
      ))}
    </>
  );
}

const beamCount = 11;

/** Light beams from behind the stage. */
function Beams({ seed, fill }: MotifProps): JSX.Element {
  const centre = width * (0.25 + 0.5 * noise(6, seed));
  const far = width * 1.2;
  const edge = (index: number, share: number) => {
    const angle = (Math.PI * (index + share)) / beamCount;
    return `${(centre - far * Math.cos(angle)).toFixed(0)} ${(height - far * Math.sin(angle)).toFixed(0)}`;
  };
  return (
    <>
      {Array.from({ length: beamCount }, (_, index) => (
        <path
          key={index}
          d={`M${centre.toFixed(0)} ${height} L${edge(index, 0)} L${edge(index, 0.35 + 0.35 * noise(index, seed))} Z`}
          fill={fill}
          fill-opacity={0.85}
        />
      ))}
    </>
  );
}

const archCount = 6;

/** Arches of an auditorium, staggered in depth. */
function Arches({ seed, fill }: MotifProps): JSX.Element {
  const centre = width * (0.35 + 0.3 * noise(7, seed));
  return (
    <>
      {Array.from({ length: archCount }, (_, index) => {
        const radius = 430 - index * (52 + 14 * noise(8, seed));
        return (
          <path
            key={index}
            d={`M${centre - radius} ${height} V${height - radius * 0.4} A${radius} ${radius * 0.9} 0 0 1 ${centre + radius} ${height - radius * 0.4} V${height}`}
            fill={index % 2 === 0 ? fill : 'none'}
            stroke={fill}
            stroke-width="10"
          />
        );
      })}
    </>
  );
}

const motifs = [Curtain, Beams, Arches];

/** Picks the sale's motif. */
export function Motif({ seed, fill, pick }: MotifProps & { pick: number }): JSX.Element {
  const Chosen = motifs[pick % motifs.length] ?? Curtain;
  return <Chosen seed={seed} fill={fill} />;
}
