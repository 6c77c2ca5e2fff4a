import { describe, expect, it } from '@jest/globals';
import { satisfies } from './node-version.mjs';

const RANGE = '^20.19.0 || ^22.12.0 || >=24.0.0';

describe('satisfies', () => {
  it.each(['20.19.0', '20.20.2', '22.12.1', '24.0.0', '25.3.0'])('takes %s', (version) => {
    expect(satisfies(version, RANGE)).toBe(true);
  });

  it.each(['18.20.0', '20.18.3', '21.7.0', '22.11.0', '23.5.0'])('refuses %s', (version) => {
    expect(satisfies(version, RANGE)).toBe(false);
  });
});
