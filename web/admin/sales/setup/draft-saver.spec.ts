import { afterEach, describe, expect, it } from '@jest/globals';
import { DraftSaver } from './draft-saver.js';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

describe('saving a draft', () => {
  it('names the version that the save before it left, also when both were asked for at once', async () => {
    const named: unknown[] = [];
    globalThis.fetch = async (_input, init) => {
      named.push((JSON.parse(init?.body as string) as { version?: string }).version);
      await Promise.resolve();
      return Response.json({ version: `v${named.length}` });
    };
    const saver = new DraftSaver('sale_1', 'v0');
    await Promise.all([saver.save({ name: 'A' }), saver.save({ name: 'B' })]);
    expect(named).toEqual(['v0', 'v1']);
  });

  it('goes on after a refusal with the same version, and with none after a lost answer, which may have saved', async () => {
    const named: unknown[] = [];
    const answers = [
      () =>
        Response.json({ code: 'VALIDATION_FAILED', title: 'Some fields are invalid.', status: 422 }, { status: 422 }),
      () => {
        throw new TypeError('fetch failed');
      },
      () => Response.json({ version: 'v9' }),
    ];
    globalThis.fetch = async (_input, init) => {
      named.push((JSON.parse(init?.body as string) as { version?: string }).version);
      return await Promise.resolve().then(() => answers.shift()?.() ?? Response.json({}));
    };
    const saver = new DraftSaver('sale_1', 'v0');
    for (const name of ['A', 'B', 'C']) await saver.save({ name }).catch(() => undefined);
    expect(named).toEqual(['v0', 'v0', undefined]);
  });
});
