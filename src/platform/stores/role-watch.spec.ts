import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { MISSING_AFTER_MS, RoleWatch } from './role-watch.js';

describe('a role that no node has', () => {
  const all = ['edge', 'shop', 'payments', 'control'];
  const withoutPayments = ['edge', 'shop', 'control'];
  let lines: string[];
  let watch: RoleWatch;
  beforeEach(() => {
    lines = [];
    const keep = (line: unknown): void => void lines.push(String(line));
    jest.spyOn(Logger.prototype, 'error').mockImplementation(keep);
    jest.spyOn(Logger.prototype, 'log').mockImplementation(keep);
    watch = new RoleWatch();
  });

  it('is told once, with what it means, and once more when it is back', () => {
    for (let at = 0; at <= 3 * MISSING_AFTER_MS; at += 2_000) watch.note(withoutPayments, at);
    expect(lines).toEqual([expect.stringMatching(/^no node with the role payments lives: nobody is called/)]);
    watch.note(all, 90_000);
    watch.note(all, 92_000);
    expect(lines.slice(1)).toEqual(['a node with the role payments lives again']);
  });

  it('is nothing to tell while nodes are started or replaced', () => {
    watch.note(withoutPayments, 0);
    watch.note(withoutPayments, MISSING_AFTER_MS - 1);
    watch.note(all, MISSING_AFTER_MS);
    watch.note(withoutPayments, MISSING_AFTER_MS + 1);
    watch.note(withoutPayments, 2 * MISSING_AFTER_MS);
    expect(lines).toEqual([]);
  });

  it('is not told of while nodes do not say what they do', () => {
    watch.note(null, 0);
    watch.note(null, 10 * MISSING_AFTER_MS);
    expect(lines).toEqual([]);
  });
});
