import { describe, expect, it } from '@jest/globals';
import { meets } from './camera.js';
import { type Landmark, landmarksOf } from './landmarks.js';
import type { PlacedSection } from './map-model.js';

const section = (label: string, left: number, top: number, size = 6): PlacedSection => {
  const box = { left, top, right: left + size, bottom: top + size };
  const part = { key: label, label, seats: 9, accessible: 0, restricted: 0, ticketTypeIds: [], outline: [] };
  return { section: part, box, middle: { x: left + size / 2, y: top + size / 2 } };
};
const row = (tier: string, top: number, n: number): PlacedSection[] =>
  Array.from({ length: n }, (_, at) => section(`${tier}${at + 1}`, 6 * at, top));
/** A letter is six pixels wide. */
const widthOf = (words: string): number => words.length * 6;
const boxesOf = (marks: readonly Landmark[], scale: number) =>
  marks.map(({ words, x, y }) => {
    const [half, deep] = [widthOf(words) / 2 / scale, 7 / scale];
    return { left: x - half, right: x + half, top: y - deep, bottom: y + deep };
  });

describe('landmarks of a house seen as a whole', () => {
  const house = [...row('Lower tier ', 0, 60), ...row('Upper tier ', 20, 60)];
  const marks = landmarksOf(house, 2, widthOf);

  it('name each tier once, within it, and round numbers before others', () => {
    expect(marks.filter(({ isTier }) => isTier).map(({ words }) => words)).toEqual(['Lower tier', 'Upper tier']);
    const numbers = marks.filter(({ isTier }) => !isTier).map(({ words }) => Number(words));
    expect(numbers.length).toBeGreaterThan(8);
    // a round number is only missing where the tier's name is
    expect(numbers.filter((n) => n % 10 === 0).length).toBeGreaterThanOrEqual(9);
  });

  it('never lie upon each other, nor on what is written already', () => {
    const boxes = boxesOf(marks, 2);
    for (const [at, box] of boxes.entries())
      expect(boxes.slice(at + 1).filter((other) => meets(box, other))).toEqual([]);
    const taken = [{ left: 0, right: 400, top: 0, bottom: 6 }];
    expect(landmarksOf(house, 2, widthOf, taken).every(({ y }) => y > 6)).toBe(true);
  });

  it('are left out where sections are too small, or a tier too short for its name', () => {
    expect(landmarksOf(house, 1, widthOf).every(({ isTier }) => isTier)).toBe(true);
    expect(landmarksOf(row('A very long name of a tier ', 0, 2), 1, widthOf)).toEqual([]);
  });

  it('are names themselves where sections have no numbers', () => {
    const named = landmarksOf([section('North', 0, 0, 9), section('South', 90, 0, 9)], 2, widthOf);
    expect(named.map(({ words }) => words)).toEqual(['North', 'South']);
  });
});
