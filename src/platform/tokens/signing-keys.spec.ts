import { describe, expect, it, jest } from '@jest/globals';
import type { PrismaService } from '../prisma/prisma.service.js';
import { type SigningKeyPair, signerOf, SigningKeys } from './signing-keys.js';
import type { Tokens } from './tokens.js';

const row = { kid: 'k1', createdAt: new Date(0), ageMs: 3_600_000, publicJwk: { kid: 'k1' }, privateSealed: '{}' };
const tokens = { open: (_purpose: string, sealed: string) => sealed } as unknown as Tokens;

function keysOver($queryRaw: () => Promise<(typeof row)[]>): SigningKeys {
  return new SigningKeys({ $queryRaw } as unknown as PrismaService, tokens);
}

describe('signing keys', () => {
  it('are read once for all who ask at the same time', async () => {
    const read = jest.fn(() => Promise.resolve([row]));
    const keys = keysOver(read);
    await Promise.all([keys.valid('pass'), keys.valid('pass'), keys.publicJwks('pass')]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('that are known serve on while Postgres is away', async () => {
    const read = jest.fn(() => Promise.resolve([row]));
    const keys = keysOver(read);
    await keys.valid('pass');
    read.mockRejectedValue(new Error('connect ECONNREFUSED'));
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
    expect(await keys.valid('pass')).toMatchObject([{ kid: 'k1' }]);
    expect(read).toHaveBeenCalledTimes(2);
    clock.mockRestore();
  });

  it('sign once verifiers know them, by the age that Postgres tells', async () => {
    const young = { ...row, kid: 'k2', createdAt: new Date(0), ageMs: 89_000 };
    const read = jest.fn(() => Promise.resolve([young, row]));
    const keys = keysOver(read);
    const signer = async (): Promise<string | undefined> => signerOf(await keys.valid('pass'))?.kid;
    expect(await signer()).toBe('k1');
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 1_500);
    expect(await signer()).toBe('k2');
    clock.mockRestore();
    expect(signerOf([{ kid: 'k3', bornAtMs: performance.now() } as SigningKeyPair])?.kid).toBe('k3');
  });

  it('cannot be had when none was ever read', async () => {
    await expect(keysOver(() => Promise.reject(new Error('away'))).valid('pass')).rejects.toThrow('away');
  });
});
