import { describe, expect, it } from '@jest/globals';
import { requestIds } from './request-id.js';

describe('request ids', () => {
  it('begin with a letter or a digit and have one hyphen, before the number', () => {
    const ids = Array.from({ length: 200 }, () => requestIds()());
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{18}-1$/);
    expect(new Set(ids).size).toBe(200);
  });

  it('differ within a process by their number alone', () => {
    const next = requestIds();
    const [first = '', second = ''] = [next(), next()];
    expect([first.split('-')[1], second.split('-')[1]]).toEqual(['1', '2']);
    expect(first.split('-')[0]).toBe(second.split('-')[0]);
  });
});
