import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Redis } from 'ioredis';
import { spans } from '../tracing/spans.js';
import { timingOf } from './timings.js';
import { writeMuch, writeTogether } from './write-together.js';

export interface ScriptDefinition {
  /** The folder under src/ that owns the script. */
  room: string;
  /** The file lua/<name>.lua in it. */
  name: string;
  /** Changes the source before it is loaded; only for negative controls, which remove a guard and expect the fault. */
  mutate?: (source: string) => string;
}

export interface Script {
  readonly name: string;
  readonly source: string;
  run(redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
}

const INCLUDE = /^-- @include ([a-z-]+\/)?([a-z-]+)$/gm;
const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

function expand(room: string, source: string): string {
  return source.replace(INCLUDE, (_line, otherRoom: string | undefined, name: string) => {
    const owner = otherRoom?.slice(0, -1) ?? room;
    return expand(owner, read(`${owner}/lua/include/${name}.lua`));
  });
}

/**
 * Loads src/<room>/lua/<name>.lua with its includes. `run` sends EVALSHA and falls back to EVAL if the server has
 * lost its script cache; it rejects while Redis is unreachable.
 */
export function defineScript({ room, name, mutate }: ScriptDefinition): Script {
  const expanded = expand(room, read(`${room}/lua/${name}.lua`));
  const source = mutate ? mutate(expanded) : expanded;
  if (mutate && source === expanded) throw new Error(`the mutation of ${room}/${name} changes nothing`);
  const sha = createHash('sha1').update(source).digest('hex');
  const attributes = { 'db.system.name': 'redis', 'db.operation.name': `${room}/${name}` };
  const send = async (redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> => {
    writeTogether(redis);
    const timed = timingOf(redis, `${room}/${name}`);
    try {
      const reply = redis.evalsha(sha, keys.length, ...keys, ...args);
      writeMuch(redis);
      return await reply;
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await redis.eval(source, keys.length, ...keys, ...args);
    } finally {
      timed?.();
    }
  };
  return {
    name: `${room}/${name}`,
    source,
    run: (redis, keys, args) =>
      spans()?.within('redis', attributes, () => send(redis, keys, args)) ?? send(redis, keys, args),
  };
}
