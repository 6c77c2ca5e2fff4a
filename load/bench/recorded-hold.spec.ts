import { describe, expect, it } from '@jest/globals';
import { unescaped } from './recorded-hold.js';

describe('an argument as MONITOR prints it', () => {
  it('is read back byte by byte', () => {
    expect(unescaped(String.raw`-- a fan\xe2\x80\x99s\nlocal x = '\\d'`)).toBe("-- a fan\u2019s\nlocal x = '\\d'");
  });
});
