import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoSettings } from './demo.mjs';

const ports = { SIMULATOR_PORT: '4001', PARTNER_INBOX_PORT: '4002', ROPELINE_METRICS_PORT: '4003' };

function settingsOf(env: Record<string, string>): Record<string, string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ropeline-demo-'));
  try {
    return demoSettings(env, { dataDir, port: 4000, ports });
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

describe('the settings of a demo', () => {
  it('have a webhook secret of their own at each start, and a test key', () => {
    const [first, second] = [settingsOf({}), settingsOf({})];
    expect(first['STRIPE_WEBHOOK_SECRET']).toMatch(/^whsec_/);
    expect(first['STRIPE_WEBHOOK_SECRET']).not.toBe(second['STRIPE_WEBHOOK_SECRET']);
    expect(first['STRIPE_SECRET_KEY']).toMatch(/^sk_test_/);
  });

  it('are those of the environment where it has some', () => {
    const given = { STRIPE_WEBHOOK_SECRET: 'whsec_given', STRIPE_SECRET_KEY: 'sk_test_given' };
    expect(settingsOf(given)).toMatchObject(given);
  });

  it('refuse a key that is none of a test', () => {
    expect(() => settingsOf({ STRIPE_SECRET_KEY: 'sk_live_x' })).toThrow('must begin with sk_test_');
  });
});
