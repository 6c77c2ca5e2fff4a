import { describe, expect, it } from '@jest/globals';
import { clientNetwork } from './network.js';

describe('clientNetwork', () => {
  it('believes nobody when no proxy is trusted', () => {
    expect(clientNetwork('9.9.9.9', '1.2.3.4', []).address).toBe('9.9.9.9');
  });
  it('takes the rightmost untrusted address behind trusted proxies', () => {
    expect(clientNetwork('10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.7', ['10.0.0.0/8']).address).toBe('1.2.3.4');
  });
  it('reads an IPv4 address in IPv6 clothing as the IPv4 address that it is', () => {
    expect(clientNetwork('::ffff:1.2.3.4', undefined, []).network).toBe('1.2.3.4/32');
  });
  it('groups IPv6 by /64', () => {
    expect(clientNetwork('2001:db8:1:2:3::4', undefined, []).network).toBe('2001:db8:1:2::/64');
  });
  it('stops at a hop that is no address', () => {
    expect(clientNetwork('10.0.0.1', '1.2.3.4, rubbish', ['10.0.0.0/8']).address).toBe('10.0.0.1');
  });
});
