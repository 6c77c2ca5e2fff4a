import { expect, it, jest } from '@jest/globals';
import { FirstHandshakes } from './first-handshakes.js';

it('every second handshake by a proxy ends while the node is new, the first among them, and none without a proxy', () => {
  const first = new FirstHandshakes();
  expect(first.mustEnd(undefined)).toBe(false);
  expect([1, 2, 3, 4].map(() => first.mustEnd('192.0.2.1'))).toEqual([true, false, true, false]);
  const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 31_000);
  expect(first.mustEnd('192.0.2.1')).toBe(false);
  clock.mockRestore();
});
