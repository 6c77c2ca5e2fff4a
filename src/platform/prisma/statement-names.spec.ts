import { describe, expect, it } from '@jest/globals';
import { StatementNames } from './statement-names.js';

describe('statement names', () => {
  it('are the same for the same text and differ for another', () => {
    const names = new StatementNames();
    expect(names.of('SELECT 1')).toBe(names.of('SELECT 1'));
    expect(names.of('SELECT 1')).toBe(new StatementNames().of('SELECT 1'));
    expect(names.of('SELECT 1')).not.toBe(names.of('SELECT 2'));
  });

  it('end at a bound, beyond which statements stay unnamed', () => {
    const names = new StatementNames();
    const given = Array.from({ length: 400 }, (_, n) => names.of(`SELECT ${n}`));
    expect(given.filter((name) => name !== '')).toHaveLength(300);
    expect(names.of('SELECT 0')).toBe(given[0]);
  });
});
