import { expect, it } from '@jest/globals';
import { measuredRange } from './speed.rules.js';

const settled = { fast: 100, slow: 80, sinceMs: 120_000 };

it('says nothing of a line that does not move', () => {
  expect(measuredRange(null)).toBeNull();
  expect(measuredRange({ ...settled, fast: 0.9, slow: 0.4 })).toBeNull();
  expect(measuredRange({ ...settled, fast: 0, slow: 4 })).not.toBeNull();
});

it('reaches from half of the slower measure to a half above the faster', () => {
  expect(measuredRange(settled)).toEqual({ from: 40, to: 150 });
  expect(measuredRange({ ...settled, fast: 80, slow: 100 })).toEqual({ from: 40, to: 150 });
});

it('trusts less while the shop fills, when the line moves faster than it ever will again', () => {
  expect(measuredRange({ fast: 100, slow: 81, sinceMs: 119_999 })).toEqual({ from: 24, to: 150 });
});
