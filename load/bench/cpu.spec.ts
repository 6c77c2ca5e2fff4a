import { describe, expect, it } from '@jest/globals';
import { cpuMsOf, difference, parentOf, productMs, scaled } from './cpu.js';

const stat = '4711 (postgres: a (b) c) S 42 4711 4711 0 -1 4194304 100 200 0 0 30 12 500 7 20 0 1 0 99 1000 2000';

describe('/proc/<pid>/stat', () => {
  it('gives user and system time in milliseconds', () => {
    expect(cpuMsOf(stat, false)).toBe(420);
  });
  it('adds ended children when asked', () => {
    expect(cpuMsOf(stat, true)).toBe(420 + 5_070);
  });
  it('gives the parent, whatever the name holds', () => {
    expect(parentOf(stat)).toBe(42);
  });
  it('counts nothing for a process that ended', () => {
    expect(cpuMsOf('', true)).toBe(0);
  });
});

describe('readings', () => {
  const reading = { node: 20, postgres: 10, redis: 2, simulator: 5, client: 7 };
  it('never fall below zero when idle time is taken off', () => {
    expect(difference(scaled(reading, 0.5), reading)).toEqual({
      node: 0,
      postgres: 0,
      redis: 0,
      simulator: 0,
      client: 0,
    });
  });
  it('count node, Postgres and Redis as the product', () => {
    expect(productMs(reading)).toBe(32);
  });
});
