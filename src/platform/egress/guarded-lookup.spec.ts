import dns, { type LookupAddress } from 'node:dns';
import { type AddressInfo, createServer, type LookupFunction } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import type { Config } from '../config/config.js';
import { EgressRefused, EgressService, guardedLookup, guardLookup } from './egress.service.js';

/** A name that was valid when configured and now resolves to an internal address. */
const REBOUND = 'rebound.example.com';

/** A name that resolves differently on each look-up. */
function changing(...answers: string[][]) {
  let asked = 0;
  return guardLookup((_hostname, _options, callback) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)] ?? [];
    callback(
      null,
      addresses.map((address): LookupAddress => ({ address, family: 4 })),
    );
  });
}
const connect = async (lookup: ReturnType<typeof guardLookup>): Promise<string | Error> =>
  await new Promise((resolve) =>
    lookup('hooks.example', { all: false }, (error, address) =>
      resolve(error ?? (typeof address === 'string' ? address : '')),
    ),
  );

describe('the look-up of a name at the moment of connecting', () => {
  it.each([true, false])('refuses a name that leads inside (all: %s)', async (all) => {
    const found = await new Promise((resolve) =>
      guardedLookup('localhost', { all }, (error, address) => resolve(error ?? address)),
    );
    expect(found).toBeInstanceOf(EgressRefused);
  });
  it('judges anew at each connection: a name that turns inward is refused', async () => {
    const lookup = changing(['93.184.215.14'], ['127.0.0.1'], ['169.254.169.254'], ['93.184.215.14']);
    const found = [await connect(lookup), await connect(lookup), await connect(lookup), await connect(lookup)];
    expect(found[0]).toBe('93.184.215.14');
    expect(found[1]).toBeInstanceOf(EgressRefused);
    expect(found[2]).toBeInstanceOf(EgressRefused);
    expect(found[3]).toBe('93.184.215.14');
  });
  it('takes the public address of a name that leads inside as well', async () => {
    expect(await connect(changing(['10.0.0.1', '93.184.215.14', '::1']))).toBe('93.184.215.14');
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

  it('is what keeps a rebound name from connecting inward (negative control)', async () => {
    const connections: string[] = [];
    const inside = createServer((socket) => {
      connections.push(socket.remoteAddress ?? '');
      socket.destroy();
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const url = `https://${REBOUND}:${(inside.address() as AddressInfo).port}/hook`;
    const guard = guardLookup((_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]));
    const none: LookupFunction = (_name, { all }, found) =>
      all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4);
    for (const [lookup, reached] of [
      [guard, 0],
      [none, 1],
    ] as const) {
      const egress = new (class extends EgressService {
        protected override get lookup(): LookupFunction {
          return lookup;
        }
      })({ mode: 'production', partnerInboxUrl: null } as Config);
      await expect(egress.post(url, {}, '')).rejects.toThrow();
      await egress.onApplicationShutdown();
      expect(connections).toHaveLength(reached);
    }
    await new Promise((resolve) => inside.close(resolve));
  });
});
