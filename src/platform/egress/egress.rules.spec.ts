import { describe, expect, it } from '@jest/globals';
import { isPublicAddress, judgeUrl } from './egress.rules.js';

describe('isPublicAddress', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '172.16.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'not an address',
  ])('takes %s for an inside', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111'])('takes %s for the internet', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('judgeUrl', () => {
  it.each([
    'http://example.com/',
    'https://user:pw@example.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://metadata.internal/',
    'https://localhost./',
    'https://metadata.google.internal./',
    'ftp://example.com/',
    'nonsense',
  ])('refuses %s', (url) => {
    expect(judgeUrl(url, []).kind).toBe('refused');
  });
  it('takes a public https address, and an origin that the operator allows', () => {
    expect(judgeUrl('https://hooks.example.com/x', []).kind).toBe('fine');
    expect(judgeUrl('http://127.0.0.1:4000/in', ['http://127.0.0.1:4000']).kind).toBe('fine');
  });
});
