import { describe, expect, it } from '@jest/globals';
import { arrivalOf, identityOf } from './arrival.rules.js';

describe('what a link brings along', () => {
  it('is a code that moves a place, or a friend’s', () => {
    expect(arrivalOf('#move=hf1.sale_x~general~1.abcDEF-_9')).toEqual({
      kind: 'move',
      code: 'hf1.sale_x~general~1.abcDEF-_9',
    });
    expect(arrivalOf('#group=gr1.sale_x~general~1.abc')).toMatchObject({ kind: 'group' });
  });

  it('is nothing else', () => {
    for (const hash of ['', '#', '#move=', '#move=short', '#other=hf1.sale_x~general', '#move=<b>aaaaaaaaaaaaaaaa</b>'])
      expect(arrivalOf(hash)).toBeNull();
  });
});

describe('identityOf', () => {
  it('returns the signed token that the promoter’s site appends to the sale’s address', () => {
    expect(identityOf('#identity=eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJtZW1iZXIifQ.c2ln-_8')).toBe(
      'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJtZW1iZXIifQ.c2ln-_8',
    );
  });

  it('returns null for anything else', () => {
    for (const hash of ['', '#identity=', '#identity=a.b', '#identity=a.b.<c>', `#identity=a.b.${'c'.repeat(9_000)}`])
      expect(identityOf(hash)).toBeNull();
  });
});
