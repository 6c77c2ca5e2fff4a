import path from 'node:path';
import { Refusal } from './refusal.mjs';
import { ROOT } from './run.mjs';

const DEFAULT_PORT = 3_000;

const given = (env, name) => env[name]?.trim() || null;

function portOf(text) {
  const port = Number(text ?? DEFAULT_PORT);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Refusal(`PORT must be a number from 1 to 65535, not "${text}".`);
}

/**
 * Reads the part of the environment that `npm start` itself needs; the server validates all of it again.
 * Demo mode: neither DATABASE_URL nor PUBLIC_URL is given, or ROPELINE_DEMO=true.
 */
export function readStartSettings(env = process.env) {
  const databaseUrl = given(env, 'DATABASE_URL');
  const wish = given(env, 'ROPELINE_DEMO');
  const demo = wish === null ? !databaseUrl && !given(env, 'PUBLIC_URL') : wish === 'true';
  const dataDir = given(env, 'ROPELINE_DATA_DIR');
  return {
    demo,
    port: portOf(given(env, 'PORT')),
    host: given(env, 'ROPELINE_HOST') ?? (demo ? '127.0.0.1' : '0.0.0.0'),
    dataDir: dataDir ? path.resolve(dataDir) : path.join(ROOT, '.ropeline'),
    databaseUrl,
    redisUrl: given(env, 'REDIS_URL'),
  };
}
