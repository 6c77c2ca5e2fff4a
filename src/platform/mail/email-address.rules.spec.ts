import { describe, expect, it } from '@jest/globals';
import { normalEmail } from './email-address.rules.js';

describe('normalEmail', () => {
  it.each([
    ['Fan@Example.COM', 'fan@example.com'],
    ['fan+tour@example.com', 'fan@example.com'],
    ['f.a.n+x@googlemail.com', 'fan@gmail.com'],
    ['F.an@gmail.com', 'fan@gmail.com'],
    ['fan@bücher.example', 'fan@xn--bcher-kva.example'],
  ])('takes %s for %s', (address, expected) => {
    expect(normalEmail(address)).toBe(expected);
  });

  it('keeps dots apart where the provider does', () => {
    expect(normalEmail('a.b@example.com')).not.toBe(normalEmail('ab@example.com'));
  });
});
