import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readSettings } from './settings.js';
import { variables } from './variables.js';

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
  ROPELINE_SECRET: 'n4KQ0bq5rJxW2vYc7uTz8LmPdEo1sHgA',
  STRIPE_SECRET_KEY: 'sk_live_x',
  STRIPE_PUBLISHABLE_KEY: 'pk_live_x',
};

function messageOf(env: Record<string, string>): string {
  try {
    readSettings(env);
    return '';
  } catch (error) {
    return error instanceof ConfigError ? error.message : 'another error';
  }
}

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
    ['production without a Redis', { ...production, REDIS_URL: '' }, 'REDIS_URL'],
    ['production without a key for the page', { ...production, STRIPE_PUBLISHABLE_KEY: '' }, 'STRIPE_PUBLISHABLE_KEY'],
    ['a key for the page of the other mode', { ...production, STRIPE_PUBLISHABLE_KEY: 'pk_test_x' }, 'pk_live_'],
    ['a secret that was typed', { ...production, ROPELINE_SECRET: 'a'.repeat(32) }, 'ROPELINE_SECRET'],
    ['a previous secret that is none', { ...demo, ROPELINE_SECRET_PREVIOUS: 'short' }, 'ROPELINE_SECRET_PREVIOUS'],
    ['metrics for everybody', { ...production, ROPELINE_METRICS_HOST: '0.0.0.0' }, 'ROPELINE_METRICS_TOKEN'],
    ['an admin key with other characters', { ...demo, ROPELINE_ADMIN_API_KEY: 'short' }, 'ROPELINE_ADMIN_API_KEY'],
    ['a share of traces above all', { ...demo, OTEL_TRACES_SAMPLER_ARG: '1.5' }, 'OTEL_TRACES_SAMPLER_ARG'],
    [
      'headers of traces that are no pairs',
      { ...demo, OTEL_EXPORTER_OTLP_HEADERS: 'key' },
      'OTEL_EXPORTER_OTLP_HEADERS',
    ],
    ['a proxy that is no network', { ...demo, ROPELINE_TRUSTED_PROXIES: '10.0.0.0/40' }, 'ROPELINE_TRUSTED_PROXIES'],
  ])('stops at %s with a line that names it', (_what, env, name) => {
    expect(() => readSettings(env)).toThrow(ConfigError);
    expect(() => readSettings(env)).toThrow(name);
  });
  it('names everything that is wrong at once', () => {
    const names = [
      'PUBLIC_URL',
      'DATABASE_URL',
      'REDIS_URL',
      'ROPELINE_SECRET',
      'STRIPE_SECRET_KEY',
      'PORT',
      'ROPELINE_X',
    ];
    const told = messageOf({ PORT: 'x', ROPELINE_X: '1' });
    for (const name of [...names, 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'])
      expect(told.split(name)).toHaveLength(2);
    expect(told).not.toContain('\n');
  });
  it('needs no key for the page where a simulator takes the payments', () => {
    const simulated = { ROPELINE_STRIPE_API_BASE: 'http://127.0.0.1:1', ROPELINE_ALLOW_TEST_PAYMENTS: 'true' };
    expect(() => readSettings({ ...production, STRIPE_PUBLISHABLE_KEY: '', ...simulated })).not.toThrow();
  });
  it('traces nothing without a collector, and one request in a hundred with one', () => {
    expect(readSettings(demo).tracing).toBeNull();
    const traced = { ...demo, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/', OTEL_EXPORTER_OTLP_HEADERS: 'a=b=,c=d' };
    expect(readSettings(traced).tracing).toEqual({
      endpoint: 'http://c:4318',
      headers: { a: 'b=', c: 'd' },
      share: 0.01,
    });
  });
  it('knows the same variables as .env.example', () => {
    const example = readFileSync(path.join(process.cwd(), '.env.example'), 'utf8');
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(named.sort()).toEqual([...variables].sort());
  });
});
