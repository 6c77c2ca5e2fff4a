import { describe, expect, it } from '@jest/globals';
import { Config } from '../config/config.js';
import { readSettings } from '../config/settings.js';
import { Tokens } from './tokens.js';

const tokensWith = (secret: string): Tokens =>
  new Tokens(
    new Config(
      readSettings({
        ROPELINE_DEMO: 'true',
        DATABASE_URL: 'postgres://x/y',
        STRIPE_WEBHOOK_SECRET: 'whsec_x',
        ROPELINE_SECRET: secret,
      }),
    ),
  );
const tokens = tokensWith('a'.repeat(32));

describe('Tokens', () => {
  it('reads back what it signed', () => {
    expect(tokens.verify('place', tokens.sign('place', ['sale_1', 7]))).toEqual(['sale_1', '7']);
  });
  it('refuses a token of another purpose, another secret, or changed in one character', () => {
    const token = tokens.sign('place', ['sale_1', 7]);
    expect(tokens.verify('device', token)).toBeNull();
    expect(tokensWith('b'.repeat(32)).verify('place', token)).toBeNull();
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(tokens.verify('place', token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
    }
    for (const more of ['=', '!!', '.', 'A', '\n']) expect(tokens.verify('place', token + more)).toBeNull();
  });
  it('computes a constant once for each secret of digests', () => {
    const own = tokensWith('a'.repeat(32));
    const before = own.constant('payment', 'installation');
    expect(before).toBe(own.mac('payment', 'installation'));
    expect(own.constant('digest', 'installation')).not.toBe(before);
    own.useDigestSecret(own.seal('digest', Buffer.alloc(32, 1).toString('base64')));
    expect(own.constant('payment', 'installation')).toBe(own.mac('payment', 'installation'));
    expect(own.constant('payment', 'installation')).not.toBe(before);
  });
  it('opens what it sealed, for the same purpose only', () => {
    const sealed = tokens.seal('seed', 'grün');
    expect(tokens.open('seed', sealed)).toBe('grün');
    expect(() => tokens.open('key', sealed)).toThrow();
  });
});
