import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Camera } from './camera.js';
import { listenToGestures, SMALLEST_TARGET_PX } from './gestures.js';

interface Tap {
  x: number;
  y: number;
  byKey: boolean;
}

/** The element is 200 x 100 at (10, 20), so that its middle is at (110, 70) of the window. */
class Area extends EventTarget {
  getBoundingClientRect = () => ({ left: 10, top: 20, width: 200, height: 100 });
  setPointerCapture = () => undefined;
}

let area: Area;
let camera: Camera;
let taps: Tap[];
let hovers: number[][];
let fits: number;
let stop: () => void;
beforeEach(() => {
  [area, camera, taps, hovers, fits] = [new Area(), { scale: 10, x: 0, y: 0 }, [], [], 0];
  stop = listenToGestures(area as unknown as HTMLElement, {
    move: (change) => (camera = change(camera)),
    tap: (x, y, byKey) => taps.push({ x, y, byKey }),
    hover: (x, y) => hovers.push([x, y]),
    fit: () => (fits += 1),
  });
});

/** Returns whether the page may go on with the event. */
const send = (type: string, values: object = {}): boolean =>
  area.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), values));
const pointer = (type: string, clientX: number, clientY: number, pointerId = 1) =>
  send(`pointer${type}`, { clientX, clientY, pointerId });
const key = (name: string, more: object = {}) => send('keydown', { key: name, ...more });
/** The house point at a point of the view, whose middle is (0, 0). */
const under = (x: number, y: number) => ({ x: camera.x + x / camera.scale, y: camera.y + y / camera.scale });

describe('one finger', () => {
  it('taps where it rests, from the middle of the view, although it trembles', () => {
    pointer('down', 130, 60);
    pointer('move', 134, 63);
    pointer('up', 134, 63);
    expect(taps).toEqual([{ x: 24, y: -7, byKey: false }]);
    expect(camera).toEqual({ scale: 10, x: 0, y: 0 });
  });

  it('drags the house along, and taps nothing, even back where it began', () => {
    pointer('down', 110, 70);
    pointer('move', 150, 70);
    pointer('move', 160, 90);
    expect(camera).toEqual({ scale: 10, x: -5, y: -2 });
    pointer('move', 110, 70);
    pointer('up', 110, 70);
    expect(camera).toEqual({ scale: 10, x: 0, y: 0 });
    expect(taps).toEqual([]);
  });

  it('that the browser took away taps nothing', () => {
    pointer('down', 110, 70);
    send('pointercancel', { pointerId: 1 });
    pointer('up', 110, 70);
    expect(taps).toEqual([]);
  });

  it('that is not down only points', () => {
    pointer('move', 120, 80);
    expect(hovers).toEqual([[10, 10]]);
    expect(camera).toEqual({ scale: 10, x: 0, y: 0 });
  });
});

describe('two fingers', () => {
  it('zoom by how far they part, and keep the house under their middle', () => {
    pointer('down', 90, 70, 1);
    pointer('down', 110, 70, 2);
    const before = under(-10, 0);
    pointer('move', 130, 70, 2);
    expect(camera.scale).toBeCloseTo(20);
    const now = under(0, 0);
    expect(now.x).toBeCloseTo(before.x);
    expect(now.y).toBeCloseTo(before.y);
  });

  it('tap nothing, neither when the first nor when the last is lifted', () => {
    pointer('down', 90, 70, 1);
    pointer('down', 110, 70, 2);
    pointer('up', 110, 70, 2);
    pointer('up', 90, 70, 1);
    expect(taps).toEqual([]);
  });
});

describe('the wheel', () => {
  it('scrolls the page, and zooms at the pointer with Ctrl or Cmd', () => {
    expect(send('wheel', { clientX: 160, clientY: 70, deltaY: -100 })).toBe(true);
    expect(camera.scale).toBe(10);
    const before = under(50, 0);
    expect(send('wheel', { clientX: 160, clientY: 70, deltaY: -100, ctrlKey: true })).toBe(false);
    expect(camera.scale).toBeGreaterThan(10);
    expect(under(50, 0).x).toBeCloseTo(before.x);
    expect(send('wheel', { clientX: 160, clientY: 70, deltaY: 100, metaKey: true })).toBe(false);
    expect(camera.scale).toBeCloseTo(10);
  });
});

describe('keys', () => {
  it.each([
    ['ArrowLeft', -1, 0],
    ['ArrowRight', 1, 0],
    ['ArrowUp', 0, -1],
    ['ArrowDown', 0, 1],
  ])('%s goes a step of the screen from afar, and a seat close up', (name, x, y) => {
    expect(key(name)).toBe(false);
    expect([camera.x * camera.scale, camera.y * camera.scale]).toEqual([60 * x, 60 * y]);
    camera = { scale: SMALLEST_TARGET_PX, x: 0, y: 0 };
    key(name);
    expect([camera.x, camera.y]).toEqual([x, y]);
  });

  it('zoom in and out by the same, fit, and select in the middle', () => {
    key('+');
    expect(camera.scale).toBe(15);
    key('-');
    expect(camera.scale).toBe(10);
    key('0');
    expect(fits).toBe(1);
    key('Enter');
    key(' ');
    expect(taps).toEqual([
      { x: 0, y: 0, byKey: true },
      { x: 0, y: 0, byKey: true },
    ]);
  });

  it('leave the browser’s own shortcuts and all other keys alone', () => {
    for (const held of ['ctrlKey', 'metaKey', 'altKey']) expect(key('ArrowLeft', { [held]: true })).toBe(true);
    expect(key('Tab')).toBe(true);
    expect(camera).toEqual({ scale: 10, x: 0, y: 0 });
  });
});

it('hears nothing once it is stopped', () => {
  stop();
  pointer('down', 110, 70);
  pointer('up', 110, 70);
  key('+');
  expect([taps, camera.scale]).toEqual([[], 10]);
});
