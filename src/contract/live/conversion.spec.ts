import { describe, expect, it } from '@jest/globals';
import { conversionOf } from './conversion.js';

describe('the conversion from stage to stage', () => {
  it('is unknown while nobody has reached the stage before', () => {
    expect(conversionOf(0, 0, { placed: 0, abandoned: 0 })).toEqual({ ordered: null, paid: null });
  });
  it('leaves orders out that may still be paid', () => {
    expect(conversionOf(100, 30, { placed: 50, abandoned: 10 })).toEqual({ ordered: 0.5, paid: 0.75 });
  });
  it('is never more than everybody, where one fan orders twice', () => {
    expect(conversionOf(10, 12, { placed: 12, abandoned: 0 })).toEqual({ ordered: 1, paid: 1 });
  });
});
