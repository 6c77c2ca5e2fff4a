import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readSettings, variables } from './settings.js';

const demo = {
  ROPELINE_DEMO: 'true',
  DATABASE_URL: 'postgresql://x/y',
  ROPELINE_SECRET: 's'.repeat(32),
  STRIPE_WEBHOOK_SECRET: 'whsec_x',
};
const production = {
  ...demo,
  ROPELINE_DEMO: 'false',
  PUBLIC_URL: 'https://t.example',
  REDIS_URL: 'redis://r',
  STRIPE_SECRET_KEY: 'sk_live_x',
};

describe('readSettings', () => {
  it('reads a demo with defaults on the loopback address', () => {
    expect(readSettings(demo)).toMatchObject({
      mode: 'demo',
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
    });
  });
  it('reads production', () => {
    expect(readSettings(production)).toMatchObject({
      mode: 'production',
      host: '0.0.0.0',
      publicUrl: 'https://t.example',
    });
  });
  it.each([
    ['an unknown variable', { ...demo, ROPELINE_SERCET: 'x' }, 'ROPELINE_SERCET'],
    ['a port that is none', { ...demo, PORT: '70000' }, 'PORT'],
    ['a role that is none', { ...demo, ROPELINE_ROLES: 'edge,shopp' }, 'ROPELINE_ROLES'],
    ['a short secret', { ...demo, ROPELINE_SECRET: 'short' }, 'ROPELINE_SECRET'],
    ['no database', { ...demo, DATABASE_URL: '' }, 'DATABASE_URL'],
    ['production over http', { ...production, PUBLIC_URL: 'http://t.example' }, 'PUBLIC_URL'],
    ['production with a test key', { ...production, STRIPE_SECRET_KEY: 'sk_test_x' }, 'STRIPE_SECRET_KEY'],
    [
      'production with a webhook secret of another kind',
      { ...production, STRIPE_WEBHOOK_SECRET: 'x' },
      'STRIPE_WEBHOOK_SECRET',
    ],
    [
      'a live key that would be sent in the clear',
      { ...production, STRIPE_WEBHOOK_SECRET: 'whsec_x', ROPELINE_STRIPE_API_BASE: 'http://127.0.0.1:12111' },
      'ROPELINE_STRIPE_API_BASE',
    ],
    ['an admin key with other characters', { ...demo, ROPELINE_ADMIN_API_KEY: 'short' }, 'ROPELINE_ADMIN_API_KEY'],
    ['a proxy that is no network', { ...demo, ROPELINE_TRUSTED_PROXIES: '10.0.0.0/40' }, 'ROPELINE_TRUSTED_PROXIES'],
  ])('stops at %s with a line that names it', (_what, env, name) => {
    expect(() => readSettings(env)).toThrow(ConfigError);
    expect(() => readSettings(env)).toThrow(name);
  });
  it('knows the same variables as .env.example', () => {
    const example = readFileSync(path.join(process.cwd(), '.env.example'), 'utf8');
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(named.sort()).toEqual([...variables].sort());
  });
});
