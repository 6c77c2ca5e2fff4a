import { describe, expect, it } from '@jest/globals';
import { TokenBucket } from './token-bucket.js';

describe('TokenBucket', () => {
  it('lets one second’s worth through at once, then as many as time brings', () => {
    let now = 0;
    const bucket = new TokenBucket(10, () => now);
    const take = (count: number): number => Array.from({ length: count }, () => bucket.take()).filter(Boolean).length;
    expect(take(15)).toBe(10);
    now = 500;
    expect(take(15)).toBe(5);
    now = 60_000;
    expect(take(15)).toBe(10);
  });

  it('lets a call through every few seconds when less than one a second is allowed', () => {
    let now = 0;
    const bucket = new TokenBucket(0.5, () => now);
    expect(bucket.take()).toBe(true);
    now = 1_000;
    expect(bucket.take()).toBe(false);
    now = 2_000;
    expect(bucket.take()).toBe(true);
  });
});
