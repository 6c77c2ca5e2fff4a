import { describe, expect, it } from '@jest/globals';
import { WishError } from '../cli/arguments.js';
import { readK6Wishes } from './arguments.js';

describe('readK6Wishes', () => {
  it('starts a node of its own by default', () => {
    expect(readK6Wishes(['purchase'])).toEqual({ scenario: 'purchase', url: null, scale: '1' });
  });
  it('takes a node that runs already', () => {
    const args = ['waiting', '--url', 'http://127.0.0.1:3000/', '--scale', '0.5'];
    expect(readK6Wishes(args)).toEqual({ scenario: 'waiting', url: 'http://127.0.0.1:3000', scale: '0.5' });
  });
  it.each([[[]], [['nothing']], [['purchase', 'waiting']], [['panel', '--url', 'x']], [['panel', '--scale', '-1']]])(
    'refuses %j',
    (args) => {
      expect(() => readK6Wishes(args)).toThrow(WishError);
    },
  );
});
