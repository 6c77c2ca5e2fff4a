import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorCatalogue } from '../../src/contract/errors.js';

describe('docs/errors.md', () => {
  it('lists every code with its status, and no other', () => {
    const documented = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| (\d+) \|/gm)].map(
      ([, code, status]) => `${code} ${status}`,
    );
    const catalogue = Object.entries(errorCatalogue).map(([code, { status }]) => `${code} ${status}`);
    expect(documented.sort()).toEqual(catalogue.sort());
  });
});
