import { describe, expect, it } from '@jest/globals';
import type { EffectShape } from '../../contract/staff/approval-shapes.js';
import { outdated, standingOf } from './effect.rules.js';

const time = (before: string | null, after: string | null): EffectShape => ({
  ...{ field: 'opensAt', subject: null },
  ...{ before, after },
});
const lane = (subject: string, before: string): EffectShape => ({ field: 'laneWeight', subject, before, after: '3' });

describe('what was approved', () => {
  it('is outdated where a value is no longer as it was, each part by itself', () => {
    expect(outdated([time('8', '9')], [time('8', '9')])).toEqual([]);
    expect(outdated([time('8', '9')], [time('7', '9')])).toEqual(['opensAt']);
    expect(outdated([lane('a', '1'), lane('b', '1')], [lane('a', '1'), lane('b', '2')])).toEqual(['laneWeight']);
    expect(outdated([time('8', '9')], [])).toEqual(['opensAt']); // the sale is gone
    expect(outdated([], [time('8', '9')])).toEqual([]); // asked for by a version that foresaw nothing
  });
});

describe('what a node left behind', () => {
  it('is done when everything is as it would be then', () => {
    expect(standingOf([time('8', '9')], [time('9', '9')])).toBe('done');
  });
  it('is begun when something is as before, or nobody can tell', () => {
    expect(standingOf([time('8', '9')], [time('8', '9')])).toBe('begun');
    expect(standingOf([time('8', null)], [time('7', null)])).toBe('begun');
    expect(standingOf([time('8', '8')], [time('8', '8')])).toBe('begun');
    expect(standingOf([time('8', '9'), lane('a', '1')], [time('9', '9'), lane('a', '1')])).toBe('begun');
  });
  it('is given up when something is neither', () => {
    expect(standingOf([time('8', '9')], [time('7', '9')])).toEqual(['opensAt']);
  });
});
