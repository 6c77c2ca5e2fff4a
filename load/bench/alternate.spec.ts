import { expect, it } from '@jest/globals';
import { alternate } from './alternate.js';

it('measures in turns and leaves the warm-up out', async () => {
  const order: string[] = [];
  const note = (name: string) => async () => order.push(name);
  const { measured, baseline } = await alternate(2, note('a'), note('b'));
  expect(order.join('')).toBe('ababab');
  expect(measured).toEqual([3, 5]);
  expect(baseline).toEqual([4, 6]);
});
