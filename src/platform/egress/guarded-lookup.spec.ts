import { describe, expect, it } from '@jest/globals';
import { EgressRefused, guardedLookup } from './egress.service.js';

const lookedUp = (name: string, all: boolean): Promise<unknown> =>
  new Promise((resolve) => guardedLookup(name, { all }, (error, address) => resolve(error ?? address)));

describe('the look-up of a name at the moment of connecting', () => {
  it.each([true, false])('refuses a name that leads inside (all: %s)', async (all) => {
    expect(await lookedUp('localhost', all)).toBeInstanceOf(EgressRefused);
  });
});
