import { describe, expect, it } from '@jest/globals';
import { WishError } from '../cli/arguments.js';
import { readOpenLoopWishes } from './arguments.js';

const base = ['--url', 'http://127.0.0.1:3000', '--rate', '500'];

describe('readOpenLoopWishes', () => {
  it('reads a crowd', () => {
    expect(readOpenLoopWishes([...base, '--crowd', 'arena'])).toMatchObject({
      rate: 500,
      seconds: 10,
      lateMs: 1_000,
      what: { kind: 'crowd', slug: 'arena', joinShare: 0.2 },
    });
  });
  it('reads a request with headers and a body', () => {
    const args = [...base, '--path', '/x', '--method', 'POST', '--header', 'a: b: c', '--body', '{"n":1}', '--new'];
    expect(readOpenLoopWishes(args).what).toEqual({
      kind: 'call',
      call: { path: '/x', method: 'POST', headers: { a: 'b: c' }, body: { n: 1 } },
      isNew: true,
    });
  });
  it.each([
    [[]],
    [base],
    [[...base, '--crowd', 'a', '--path', '/x']],
    [['--url', 'nowhere', '--rate', '1', '--path', '/']],
    [['--url', 'http://h', '--path', '/']],
    [[...base, '--path', '/', '--rate', '0']],
    [[...base, '--path', '/', '--header', 'nonsense']],
    [[...base, '--path', '/', '--body', '{']],
    [[...base, '--path', '/', '--method', 'TRACE']],
    [[...base, '--path', '/', '--whatever']],
  ])('refuses %j', (args) => {
    expect(() => readOpenLoopWishes(args)).toThrow(WishError);
  });
});
