import { describe, expect, it } from '@jest/globals';
import { isServerFault } from './mail-fault.rules.js';

describe('whose fault it is that a mail was not sent', () => {
  it.each(['ECONNECTION', 'ETIMEDOUT', 'EAUTH'])('is ours at %s', (code) => {
    expect(isServerFault(Object.assign(new Error('away'), { code }))).toBe(true);
  });

  it('is never ours where a recipient is refused, which is for whoever picks the address to bring about', () => {
    expect(isServerFault(Object.assign(new Error('550 no such user'), { code: 'EENVELOPE', responseCode: 550 }))).toBe(
      false,
    );
    expect(isServerFault(Object.assign(new Error('450 later'), { code: 'EENVELOPE', responseCode: 450 }))).toBe(false);
    expect(isServerFault(new Error('a mail header must be one line'))).toBe(false);
    expect(isServerFault(null)).toBe(false);
  });
});
