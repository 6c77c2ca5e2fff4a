import { type Camera, zoomedAt } from './camera.js';

/** A pointer that stayed this near to where it came down counts as a tap: a resting finger trembles. */
const TAP_SLACK_PX = 8;
/** Below this size a seat is no target: the first tap zooms in, the next one selects. */
export const SMALLEST_TARGET_PX = 18;
/** Of an arrow key while seats are no targets; close up it goes from seat to seat. */
const KEY_STEP_PX = 60;
const KEY_ZOOM = 1.5;

interface Finger {
  x: number;
  y: number;
}

export interface GestureListener {
  move: (change: (camera: Camera) => Camera) => void;
  /** Coordinates are relative to the view's centre. */
  tap: (x: number, y: number, byKey: boolean) => void;
  hover: (x: number, y: number) => void;
  fit: () => void;
}

/**
 * Translates drag, pinch, wheel, tap and keys on one element into camera moves and taps. @returns a function that stops
 * it
 */
export function listenToGestures(element: HTMLElement, listener: GestureListener): () => void {
  const fingers = new Map<number, Finger>();
  let start: Finger = { x: 0, y: 0 };
  let isTap = false;
  const fromMiddle = ({ clientX, clientY }: { clientX: number; clientY: number }): Finger => {
    const box = element.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  };
  const spanOf = ([a, b]: Finger[]) =>
    a && b ? { length: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : null;
  const pan = (dx: number, dy: number) =>
    listener.move((camera) => ({ ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale }));
  const step = (x: number, y: number) =>
    listener.move((camera) => {
      const seats = camera.scale >= SMALLEST_TARGET_PX ? 1 : KEY_STEP_PX / camera.scale;
      return { ...camera, x: camera.x + x * seats, y: camera.y + y * seats };
    });

  const handlers = {
    pointerdown: (event: PointerEvent) => {
      isTap = fingers.size === 0; // a second finger pinches
      start = fromMiddle(event);
      fingers.set(event.pointerId, start);
      element.setPointerCapture(event.pointerId);
    },
    pointermove: (event: PointerEvent) => {
      const before = fingers.get(event.pointerId);
      const now = fromMiddle(event);
      if (!before) return listener.hover(now.x, now.y);
      const spanBefore = spanOf([...fingers.values()]);
      fingers.set(event.pointerId, now);
      if (Math.hypot(now.x - start.x, now.y - start.y) > TAP_SLACK_PX) isTap = false;
      const span = spanOf([...fingers.values()]);
      if (!span || !spanBefore) {
        if (!isTap) pan(now.x - before.x, now.y - before.y);
      } else if (spanBefore.length > 0) {
        pan(span.x - spanBefore.x, span.y - spanBefore.y);
        listener.move((camera) => zoomedAt(camera, span.length / spanBefore.length, span.x, span.y));
      }
    },
    pointerup: (event: PointerEvent) => {
      const at = fingers.get(event.pointerId);
      fingers.delete(event.pointerId);
      if (at && fingers.size === 0 && isTap) listener.tap(at.x, at.y, false);
    },
    pointercancel: (event: PointerEvent) => void fingers.delete(event.pointerId),
    wheel: (event: WheelEvent) => {
      // the plain wheel scrolls the page; zooming takes Ctrl or Cmd, as on other maps
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = fromMiddle(event);
      listener.move((camera) => zoomedAt(camera, Math.exp(-event.deltaY / 300), at.x, at.y));
    },
    keydown: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const keys: Record<string, () => void> = {
        ArrowLeft: () => step(-1, 0),
        ArrowRight: () => step(1, 0),
        ArrowUp: () => step(0, -1),
        ArrowDown: () => step(0, 1),
        '+': () => listener.move((camera) => zoomedAt(camera, KEY_ZOOM, 0, 0)),
        '=': () => listener.move((camera) => zoomedAt(camera, KEY_ZOOM, 0, 0)),
        '-': () => listener.move((camera) => zoomedAt(camera, 1 / KEY_ZOOM, 0, 0)),
        '0': () => listener.fit(),
        Enter: () => listener.tap(0, 0, true),
        ' ': () => listener.tap(0, 0, true),
      };
      const act = keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    },
  };
  for (const [name, handle] of Object.entries(handlers))
    element.addEventListener(name, handle as EventListener, { passive: false });
  return () => {
    for (const [name, handle] of Object.entries(handlers)) element.removeEventListener(name, handle as EventListener);
  };
}
