import { describe, expect, it } from '@jest/globals';
import { redisAddressOf } from './redis-address.rules.js';

describe('redisAddressOf', () => {
  it('reads one server', () => {
    expect(redisAddressOf('rediss://:x@r:1/2')).toEqual({ kind: 'single', url: 'rediss://:x@r:1/2' });
  });
  it('reads sentinels, with what they call the master', () => {
    const text = 'redis+sentinel://me:p%40ss@s1,s2:1,[::1]:2/main/3?role=replica&sentinelPassword=y';
    expect(redisAddressOf(text)).toEqual({
      kind: 'sentinel',
      sentinels: [
        { host: 's1', port: 26_379 },
        { host: 's2', port: 1 },
        { host: '::1', port: 2 },
      ],
      name: 'main',
      db: 3,
      role: 'slave',
      sentinelPassword: 'y',
      username: 'me',
      password: 'p@ss',
      isEncrypted: false,
    });
  });
  it('reads a cluster', () => {
    expect(redisAddressOf('rediss+cluster://:x@a:1,b')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 1 },
        { host: 'b', port: 6_379 },
      ],
      password: 'x',
      isEncrypted: true,
    });
  });
  it.each([
    'http://r',
    'redis+sentinel://s1',
    'redis+sentinel://s1/main/x',
    'redis+sentinel://s1/main?rolle=replica',
    'redis+sentinel://s1/main?role=any',
    'redis+cluster://a/1',
    'redis+cluster://a b',
    'redis://[',
  ])('refuses %s', (text) => {
    expect(redisAddressOf(text)).toBeNull();
  });
});
