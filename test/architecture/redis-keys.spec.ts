import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Keys } from '../../src/platform/redis/keys.js';

describe('docs/redis-keys.md', () => {
  it('names every key builder, and no other', () => {
    const built = Object.getOwnPropertyNames(Keys).filter((name) => !['length', 'name', 'prototype'].includes(name));
    const documented = [...readFileSync('docs/redis-keys.md', 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(
      (match) => match[1],
    );
    expect([...new Set(documented)].sort()).toEqual(built.sort());
  });
});
