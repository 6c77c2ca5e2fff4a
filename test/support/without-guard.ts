import { expect, jest } from '@jest/globals';
import type { RedisService } from '../../src/platform/redis/redis.service.js';

/** Runs `act` with the line that carries `-- guard: <guard>` removed from every script that this client runs. */
export async function withoutGuard<T>(
  redis: RedisService | undefined,
  guard: string,
  act: () => Promise<T>,
): Promise<T> {
  if (!redis) throw new Error('no node');
  const { core } = redis;
  const evaluate = core.eval.bind(core) as (...args: unknown[]) => Promise<unknown>;
  const line = new RegExp(`^.*-- guard: ${guard}$`, 'm');
  let taken = 0;
  const spies = [
    jest.spyOn(core, 'evalsha').mockRejectedValue(new Error('NOSCRIPT')),
    jest.spyOn(core, 'eval').mockImplementation(((source: string, ...rest: unknown[]) => {
      if (line.test(source)) taken += 1;
      return evaluate(source.replace(line, ''), ...rest);
    }) as typeof core.eval),
  ];
  try {
    return await act();
  } finally {
    for (const spy of spies) spy.mockRestore();
    expect(taken).toBeGreaterThan(0);
  }
}
