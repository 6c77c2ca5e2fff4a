import { describe, expect, it } from '@jest/globals';
import { between, boxOf, fitted, kept, meets, seen, zoomedAt } from './camera.js';

const house = { left: -50, top: 0, right: 50, bottom: 40 };
const view = { width: 412, height: 430 };

describe('the camera', () => {
  it('shows the whole house at first and never less', () => {
    expect(fitted(house, view)).toEqual({ scale: 4, x: 0, y: 20 });
    expect(kept({ scale: 0.01, x: 9, y: 9 }, house, view)).toEqual({ scale: 4, x: 0, y: 20 });
  });
  it('does not blow up a small house', () => {
    expect(fitted(boxOf([{ x: 0, y: 0 }]), view).scale).toBe(34);
  });
  it('does not leave the house', () => {
    const shown = kept({ scale: 20, x: 900, y: -900 }, house, view);
    expect([shown.x, shown.y].map((at) => Math.round(at * 10) / 10)).toEqual([41.2, 9.3]);
    expect(seen(shown, view).right).toBeCloseTo(51.5);
  });
  it('may be aimed at every seat by keys, also where all is in view', () => {
    expect(kept({ scale: 20, x: 900, y: -900 }, house, view, true)).toEqual({ scale: 20, x: 50, y: 0 });
    expect(kept({ scale: 1, x: 30, y: 10 }, house, view, true)).toEqual({ scale: 4, x: 30, y: 10 });
  });
  it('keeps the point under the fingers while zooming', () => {
    const before = { scale: 5, x: 10, y: 20 };
    const after = zoomedAt(before, 2, 100, -40);
    const pointAt = (camera: typeof before) => [camera.x + 100 / camera.scale, camera.y - 40 / camera.scale];
    expect(pointAt(after)).toEqual(pointAt(before));
  });
  it('moves from one place to another without leaving the way', () => {
    const [from, to] = [fitted(house, view), { scale: 16, x: 30, y: 10 }];
    expect(between(from, to, 0)).toEqual(from);
    expect(between(from, to, 1)).toEqual(to);
    expect(between(from, to, 0.5).scale).toBeCloseTo(8);
    expect(between(from, { ...from, x: 8 }, 0.5).x).toBe(4);
  });
  it('knows what it sees', () => {
    expect(meets(seen({ scale: 10, x: 0, y: 0 }, view), house)).toBe(true);
    expect(meets(seen({ scale: 10, x: 90, y: 0 }, view), house)).toBe(false);
  });
});
