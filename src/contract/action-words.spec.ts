import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import path from 'node:path';
import { actionWords } from './action-words.js';

/** Collects the action codes from the source's audit calls. */
function writtenCodes(): string[] {
  const files = fs.readdirSync('src', { recursive: true, encoding: 'utf8' });
  const codes = new Set<string>();
  for (const file of files.filter(
    (name) => name.endsWith('.ts') && !name.includes('.spec.') && !name.includes('generated'),
  )) {
    const text = fs.readFileSync(path.join('src', file), 'utf8');
    for (const [, code = ''] of text.matchAll(/(?:audit\.record|\.noted?)\(\s*[^;'`]{0,80}'([a-z_]+[.][a-z_-]+)'/g))
      codes.add(code);
  }
  return [...codes];
}

describe('the words of the log', () => {
  it('exist for each code that is written', () => {
    const codes = writtenCodes();
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => actionWords(code) === code.replaceAll(/[._-]/g, ' '))).toEqual([]);
  });
  it('say an unknown code as it is', () => {
    expect(actionWords('sale.dance_all-night')).toBe('sale dance all night');
    expect(actionWords('toString')).toBe('toString');
  });
});
