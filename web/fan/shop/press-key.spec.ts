import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../net/api.js';
import { PressKey } from './press-key.js';

const away: Answer<never> = { kind: 'away' };
const ok: Answer<null> = { kind: 'ok', data: null };
const refused = { kind: 'refused', problem: { code: 'SOLD_OUT' } } as Answer<never>;

/** Presses for each body and answer in turn, and returns the keys that were sent. */
async function keysOf(...presses: [unknown, Answer<unknown>][]): Promise<string[]> {
  const press = new PressKey();
  const keys: string[] = [];
  for (const [body, answer] of presses)
    await press.send(body, async (key) => {
      keys.push(key);
      return await Promise.resolve(answer);
    });
  return keys;
}

describe('the key of a press', () => {
  it('is the same for the same wish until it is answered', async () => {
    const [first, second, third] = await keysOf([['a'], away], [['a'], away], [['a'], ok]);
    expect(second).toBe(first);
    expect(third).toBe(first);
  });

  it.each([
    ['after an answer', [['a'], ok], [['a'], ok]],
    ['after a refusal', [['a'], refused], [['a'], ok]],
    ['for another wish', [['a'], away], [['b'], ok]],
  ] as const)('is a new one %s', async (_, one, other) => {
    const [first, second] = await keysOf([...one], [...other]);
    expect(second).not.toBe(first);
  });
});
