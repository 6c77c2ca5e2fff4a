import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bodyOf } from './draft-body.js';
import { DraftSaver } from './draft-saver.js';
import type { SaleBody } from './open-draft.js';
import { emptyDraft, emptyTicket } from './sale-draft.js';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

function bodyNamed(name: string): SaleBody {
  const ticket = { ...emptyTicket(1), name: 'Standing', price: '45' };
  const made = bodyOf({ ...emptyDraft(0, 'UTC'), name, show: 'Show', venue: 'Hall', tickets: [ticket] });
  if ('errors' in made) throw new Error(JSON.stringify([...made.errors]));
  return made.body;
}
const [A, B, C, THEIRS] = ['Ours A', 'Ours B', 'Ours C', 'Theirs'].map(bodyNamed) as [
  SaleBody,
  SaleBody,
  SaleBody,
  SaleBody,
];

describe('saving a draft', () => {
  /** What the server has. */
  let stored: { version: string; input: SaleBody };
  /** What becomes of the next calls that save; none: they are saved and answered. */
  let fates: ('refused' | 'lost before' | 'lost after')[];
  let named: unknown[];

  beforeEach(() => {
    stored = { version: 'v0', input: bodyNamed('Before') };
    [fates, named] = [[], []];
    globalThis.fetch = async (_input, init) => {
      await Promise.resolve();
      if (init?.method === 'GET') return Response.json(stored);
      const { version, ...input } = JSON.parse(init?.body as string) as SaleBody & { version: string };
      named.push(version);
      const fate = fates.shift();
      const problem = (code: string, status: number) => Response.json({ code, title: code, status }, { status });
      if (fate === 'refused') return problem('VALIDATION_FAILED', 422);
      if (fate === 'lost before') throw new TypeError('fetch failed');
      if (version !== stored.version) return problem('VERSION_CONFLICT', 409);
      stored = { version: `v${named.length}`, input };
      if (fate === 'lost after') throw new TypeError('fetch failed');
      return Response.json({ version: stored.version });
    };
  });

  it('names the version that the save before it left, also when both were asked for at once', async () => {
    const saver = new DraftSaver('sale_1', 'v0');
    await Promise.all([saver.save(A), saver.save(B)]);
    expect(named).toEqual(['v0', 'v1']);
  });

  it('goes on after a refusal with the same version', async () => {
    fates = ['refused'];
    const saver = new DraftSaver('sale_1', 'v0');
    await expect(saver.save(A)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await saver.save(B);
    expect(named).toEqual(['v0', 'v0']);
  });

  it.each(['lost before', 'lost after'] as const)('goes on after an answer that was %s it was saved', async (fate) => {
    fates = [fate];
    const saver = new DraftSaver('sale_1', 'v0');
    await expect(saver.save(A)).rejects.toMatchObject({ isUnknown: true });
    await saver.save(B);
    expect(named).toEqual(['v0', fate === 'lost after' ? 'v1' : 'v0']);
    expect(stored.input.name).toBe('Ours B');
  });

  it.each(['lost before', 'lost after'] as const)('replaces nobody else’s save after one %s', async (fate) => {
    fates = [fate];
    const saver = new DraftSaver('sale_1', 'v0');
    await expect(saver.save(A)).rejects.toMatchObject({ isUnknown: true });
    stored = { version: 'v9', input: THEIRS };
    await expect(saver.save(B)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    expect([stored.input.name, saver.isBehind, saver.basedOn]).toEqual(['Theirs', true, null]);
  });

  it('saves nothing once it met somebody else’s save, until a person has decided', async () => {
    const saver = new DraftSaver('sale_1', 'v0');
    stored = { version: 'v9', input: THEIRS };
    await expect(saver.save(A)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    await expect(saver.save(B)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(named).toEqual(['v0']);
    await saver.saveOver(C);
    expect([named, stored.input.name, saver.isBehind]).toEqual([['v0', 'v9'], 'Ours C', false]);
    stored = { version: 'v10', input: THEIRS };
    expect(await saver.readAgain()).toEqual(stored);
    await saver.save(A);
    expect(named.at(-1)).toBe('v10');
  });

  it('starts behind where it is not known what was changed', async () => {
    const saver = new DraftSaver('sale_1', null);
    await expect(saver.save(A)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    expect([named, saver.basedOn]).toEqual([[], null]);
  });
});
