import { withPlainPattern } from './plain-pattern.js';

describe('a pattern in the document', () => {
  it('has its length inside, and names a required character first', () => {
    const name = { type: 'string', pattern: String.raw`^(?=.*[\p{L}\p{N}])[^\p{C}]+$`, minLength: 1, maxLength: 100 };
    expect(withPlainPattern(name)).toEqual({ type: 'string', pattern: String.raw`^[\p{L}\p{N}][^\p{C}]{0,99}$` });
    expect(withPlainPattern({ pattern: String.raw`^[^\p{C}\p{Zl}]*$`, minLength: 1, maxLength: 9 })).toEqual({
      pattern: String.raw`^[^\p{C}]{1,9}$`,
    });
    expect(withPlainPattern({ pattern: String.raw`^(?=.*[\p{L}])[^\p{C}]{1,120}$` })).toEqual({
      pattern: String.raw`^[\p{L}\p{N}][^\p{C}]{0,119}$`,
    });
  });
  it('stays as it is without Unicode classes', () => {
    const id = { pattern: '^sale_[0-9a-z]{26}$', minLength: 3 };
    expect(withPlainPattern(id)).toBe(id);
  });
});
