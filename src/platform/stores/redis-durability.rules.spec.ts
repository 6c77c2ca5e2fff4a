import { describe, expect, it } from '@jest/globals';
import { weaknessesOf } from './redis-durability.rules.js';

const info = (policy: string, aof: number, replicas: number, limit = 1): string =>
  `# Memory\r\nmaxmemory:${limit}\r\nmaxmemory_policy:${policy}\r\n# Persistence\r\naof_enabled:${aof}\r\nconnected_slaves:${replicas}\r\n`;

describe('weaknessesOf', () => {
  it('finds nothing wrong with a log, or with a replica', () => {
    expect(weaknessesOf(info('noeviction', 1, 0), false)).toEqual([]);
    expect(weaknessesOf(info('noeviction', 0, 1), false)).toEqual([]);
  });
  it('names everything at once', () => {
    expect(weaknessesOf(info('allkeys-lru', 0, 0, 0), false).join()).toMatch(/noeviction.*appendonly.*maxmemory 0/);
  });
  it('lets an operator accept a Redis that forgets, but none that evicts', () => {
    expect(weaknessesOf(info('allkeys-lru', 0, 0, 0), true)).toHaveLength(1);
  });
  it('believes a service that tells nothing', () => {
    expect(weaknessesOf('', false)).toEqual([]);
  });
});
