import type { JSX } from 'preact';
import { isOnServer, styled } from '../state/page-data.js';
import { noise, ropeBoard, ropePath, ropePoint, ropeX } from './rope-shape.js';

const { width, height, left, right, top } = ropeBoard;
const floor = height - 6;

function Post({ x, door }: { x: number; door?: boolean }): JSX.Element {
  return (
    <g class={door ? 'rope-post rope-door' : 'rope-post'}>
      <path d={`M${x} ${top}V${floor}M${x - 9} ${floor}H${x + 9}`} />
      <circle cx={x} cy={top - 2} r={door ? 5 : 3.6} />
    </g>
  );
}

function Strand({ from, to }: { from: number; to: number }): JSX.Element {
  const path = ropePath(from, to);
  return (
    <g class="rope-strand">
      <path class="rope-body" d={path} />
      <path class="rope-twist" d={path} />
    </g>
  );
}

/** Shorter strands would look like a knot. */
const shortestStrand = 24;

/** Draws the rope from the fan to the door; it shortens as the turn nears. Decorative: adjacent text says the same. */
export function Rope({ progress }: { progress: number }): JSX.Element {
  const x = ropeX(progress);
  return (
    <svg class="rope" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <path class="rope-trail" d={`M${left} ${top}H${x}`} />
      <Post x={left} />
      {x < right - shortestStrand && <Strand from={x} to={right} />}
      <Post x={right} door />
      <circle class="rope-you" cx={x} cy={top} r="8" />
    </svg>
  );
}

/** Beyond this progress the door's label would overlap the fan's. */
const doorNamedUntil = 0.8;

/** The rope with labels at both ends. */
export function NamedRope({ progress, you, door }: { progress: number; you: string; door: string }): JSX.Element {
  return (
    <div class="rope-holder">
      <Rope progress={progress} />
      <p class="rope-ends">
        <span class="rope-end" style={styled({ insetInlineStart: `${((ropeX(progress) / width) * 100).toFixed(1)}%` })}>
          {you}
        </span>
        {progress < doorNamedUntil && (
          <span class="rope-end" style={styled({ insetInlineStart: `${((right / width) * 100).toFixed(1)}%` })}>
            {door}
          </span>
        )}
      </p>
    </div>
  );
}

const crowdSize = 46;

/**
 * Draws the crowd on the rope before and during the draw.
 * @param seed determines the order; changing it moves the crowd
 * @param you share of the way to the door at which the fan's position landed; null while unknown
 */
export function CrowdRope({ seed, people, you }: { seed: number; people: number; you: number | null }): JSX.Element {
  const shown = Math.min(crowdSize, people);
  const place = (t: number, lift: number) => {
    const { x, y } = ropePoint(left, right, t);
    return { transform: `translate(${x.toFixed(1)}px, ${(y + lift).toFixed(1)}px)` };
  };
  return (
    <svg class="rope rope-crowd" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <Strand from={left} to={right} />
      <Post x={left} />
      <Post x={right} door />
      {Array.from({ length: isOnServer() ? 0 : shown }, (_, index) => (
        <circle
          key={index}
          class="rope-person"
          r="2.6"
          style={place(0.04 + 0.92 * noise(index, seed), -9 - 4 * noise(index, 3))}
        />
      ))}
      {you !== null && <circle class="rope-you" r="8" style={place(you, 0)} />}
    </svg>
  );
}
