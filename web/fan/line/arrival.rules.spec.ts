import { describe, expect, it } from '@jest/globals';
import { arrivalOf } from './arrival.rules.js';

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
