import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useStore } from '../state/store.js';
import { Icon } from '../ui/icons.js';
import { insideWords } from '../words/index.js';
import {
  fitted,
  kept,
  layOut,
  pitch,
  seatNear,
  viewHeight,
  zoomedAt,
  type Camera,
  type SeatBoard,
} from './seat-layout.js';
import type { SeatChoiceProps } from './seat-choice.js';

/** Below this size on the screen a seat is no target: the first tap comes nearer, the next one chooses. */
const smallestTargetPx = 22;
const nearScale = 1.7;
/** A finger that moved less than this has tapped. */
const tapSlackPx = 8;
const buttonZoom = 1.6;
const largestShareOfScreen = 0.62;
/** Words on the map are at least this large on the screen, in pixels. */
const smallestTextPx = 11;

function useWidth(ref: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(320);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, [ref]);
  return width;
}

interface Finger {
  x: number;
  y: number;
}

/** Drag, pinch, wheel and tap on one element, told as movements of the camera and taps at view points from its middle. */
function useGestures(
  ref: { current: HTMLElement | null },
  move: (change: (camera: Camera) => Camera) => void,
  tap: (x: number, y: number) => void,
): void {
  const latest = useRef({ move, tap });
  latest.current = { move, tap };
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const fingers = new Map<number, Finger>();
    let travelled = 0;
    const fromMiddle = (x: number, y: number): Finger => {
      const box = element.getBoundingClientRect();
      return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
    };
    const spanOf = ([a, b]: Finger[]) =>
      a && b ? { length: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : null;

    const down = (event: PointerEvent) => {
      if (fingers.size === 0) travelled = 0;
      fingers.set(event.pointerId, fromMiddle(event.clientX, event.clientY));
      element.setPointerCapture(event.pointerId);
    };
    const drag = (event: PointerEvent) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const spanBefore = spanOf([...fingers.values()]);
      const now = fromMiddle(event.clientX, event.clientY);
      fingers.set(event.pointerId, now);
      travelled += Math.hypot(now.x - before.x, now.y - before.y);
      const span = spanOf([...fingers.values()]);
      if (span && spanBefore && spanBefore.length > 0) {
        latest.current.move((camera) => zoomedAt(camera, span.length / spanBefore.length, span.x, span.y));
      } else if (travelled > tapSlackPx) {
        latest.current.move((camera) => ({
          ...camera,
          x: camera.x - (now.x - before.x) / camera.scale,
          y: camera.y - (now.y - before.y) / camera.scale,
        }));
      }
    };
    const up = (event: PointerEvent) => {
      const at = fingers.get(event.pointerId);
      fingers.delete(event.pointerId);
      if (at && fingers.size === 0 && travelled <= tapSlackPx) latest.current.tap(at.x, at.y);
    };
    const cancel = (event: PointerEvent) => fingers.delete(event.pointerId);
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = fromMiddle(event.clientX, event.clientY);
      latest.current.move((camera) => zoomedAt(camera, Math.exp(-event.deltaY / 300), at.x, at.y));
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', drag);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', cancel);
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', drag);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', cancel);
      element.removeEventListener('wheel', wheel);
    };
  }, [ref]);
}

function Stage({ board, label, fontSize }: { board: SeatBoard; label: string; fontSize: number }): JSX.Element {
  const middle = board.width / 2;
  const half = Math.min(board.width * 0.32, 190);
  return (
    <g class="map-stage">
      <path d={`M${middle - half} 10 Q${middle} 34 ${middle + half} 10`} />
      <text x={middle} y="15" text-anchor="middle" style={{ fontSize: `${fontSize}px` }}>
        {label}
      </text>
    </g>
  );
}

/** The section as a picture: pinch, drag, tap. The list beside it holds the same seats for everybody else. */
export function SeatMap({ section, chosen, onToggle }: SeatChoiceProps): JSX.Element {
  const inside = useStore(insideWords());
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const board = useMemo(() => layOut(section.seats), [section.seats]);
  const size = { width, height: viewHeight(board, width, Math.min(560, window.innerHeight * largestShareOfScreen)) };
  const [camera, setCamera] = useState<Camera | null>(null);
  const shown = kept(camera ?? fitted(board, size), board, size);
  const move = (change: (camera: Camera) => Camera) =>
    setCamera((before) => kept(change(before ?? fitted(board, size)), board, size));
  const tap = (px: number, py: number) => {
    const x = shown.x + px / shown.scale;
    const y = shown.y + py / shown.scale;
    if (pitch * shown.scale < smallestTargetPx) return setCamera(kept({ scale: nearScale, x, y }, board, size));
    const seat = seatNear(board, x, y, pitch * 0.75);
    if (seat && (seat.state === 'free' || chosen.has(seat.id))) onToggle(seat);
  };
  useGestures(holder, move, tap);
  const zoom = (factor: number) => move((before) => zoomedAt(before, factor, 0, 0));
  const left = size.width / 2 - shown.x * shown.scale;
  const top = size.height / 2 - shown.y * shown.scale;
  const closeUp = pitch * shown.scale >= smallestTargetPx;
  return (
    <div class="map-frame">
      <div class="map-buttons">
        <button
          type="button"
          class="button icon-button"
          aria-label={inside.shop.zoomIn}
          onClick={() => zoom(buttonZoom)}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          class="button icon-button"
          aria-label={inside.shop.zoomOut}
          onClick={() => zoom(1 / buttonZoom)}
        >
          <Icon name="minus" />
        </button>
        <button
          type="button"
          class="button icon-button"
          aria-label={inside.shop.zoomFit}
          onClick={() => setCamera(null)}
        >
          <Icon name="fit" />
        </button>
      </div>
      <div class="map" ref={holder} aria-hidden="true">
        <svg width={size.width} height={size.height} focusable="false">
          <g transform={`translate(${left.toFixed(2)} ${top.toFixed(2)}) scale(${shown.scale.toFixed(4)})`}>
            <Stage board={board} label={inside.shop.stage} fontSize={Math.max(10, smallestTextPx / shown.scale)} />
            {shown.scale >= 0.75 &&
              board.rows.map((row) => (
                <text key={row.label} class="map-row" x={row.x} y={row.y + 4} text-anchor="middle">
                  {row.label}
                </text>
              ))}
            {board.seats.map(({ seat, x, y }) => {
              const mine = chosen.has(seat.id);
              return (
                <g
                  key={seat.id}
                  class={mine ? 'seat seat-chosen' : `seat seat-${seat.state}`}
                  transform={`translate(${x} ${y})`}
                >
                  <rect x="-9" y="-9" width="18" height="18" rx="5" />
                  {mine ? (
                    <path d="M-4.5 0.5l3 3 6-7" />
                  ) : (
                    closeUp &&
                    seat.state === 'free' && (
                      <text y="3.5" text-anchor="middle">
                        {seat.label}
                      </text>
                    )
                  )}
                </g>
              );
            })}
          </g>
        </svg>
      </div>
    </div>
  );
}
