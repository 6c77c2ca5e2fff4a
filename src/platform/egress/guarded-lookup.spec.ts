import dns from 'node:dns';
import { describe, expect, it, jest } from '@jest/globals';
import type { Config } from '../config/config.js';
import { EgressRefused, EgressService, guardedLookup } from './egress.service.js';

/** A name that looked fine when it was given, and leads inside now. */
const REBOUND = 'rebound.example.com';

const lookedUp = (name: string, all: boolean): Promise<unknown> =>
  new Promise((resolve) => guardedLookup(name, { all }, (error, address) => resolve(error ?? address)));

describe('the look-up of a name at the moment of connecting', () => {
  it.each([true, false])('refuses a name that leads inside (all: %s)', async (all) => {
    expect(await lookedUp('localhost', all)).toBeInstanceOf(EgressRefused);
  });

  it('is asked by every call that leaves', async () => {
    const inside = (_name: string, _options: object, found: (error: null, all: dns.LookupAddress[]) => void): void =>
      found(null, [{ address: '127.0.0.1', family: 4 }]);
    const rebinding = jest.spyOn(dns, 'lookup').mockImplementation(inside as typeof dns.lookup);
    const egress = new EgressService({ mode: 'production', partnerInboxUrl: null } as Config);
    await expect(egress.post(`https://${REBOUND}/hook`, {}, '')).rejects.toBeInstanceOf(EgressRefused);
    await expect(egress.get(`https://${REBOUND}/keys`, {})).rejects.toBeInstanceOf(EgressRefused);
    expect(rebinding).toHaveBeenCalledTimes(2);
    rebinding.mockRestore();
    await egress.onApplicationShutdown();
  });
});
