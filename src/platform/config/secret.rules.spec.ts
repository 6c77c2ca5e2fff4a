import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { weaknessOf } from './secret.rules.js';

describe('weaknessOf', () => {
  it.each([
    ['a short one', 'short', 'shorter than 32 bytes'],
    ['one letter many times', 'a'.repeat(32), 'few different characters'],
    ['a word many times', 'ropeline-secret-'.repeat(3), 'repeats'],
  ])('finds %s weak', (_what, secret, why) => {
    expect(weaknessOf(secret)).toContain(why);
  });
  it('takes what openssl makes, in either alphabet', () => {
    for (let run = 0; run < 200; run += 1)
      for (const encoding of ['hex', 'base64'] as const)
        expect(weaknessOf(randomBytes(24).toString(encoding))).toBeNull();
  });
});
