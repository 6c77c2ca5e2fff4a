import { describe, expect, it } from '@jest/globals';
import { warningsOf } from './warnings.rules.js';

const fine = {
  mode: 'production',
  mailUrl: 'smtp://mail',
  trustedProxies: ['10.0.0.0/8'],
  databaseUrl: 'postgres://db:5432/ropeline',
  stripeSecretKey: 'sk_live_x',
  roles: new Set(['edge', 'control'] as const),
} as const;

describe('warningsOf', () => {
  it('says nothing of settings that are meant, and nothing in a demo', () => {
    expect(warningsOf(fine)).toEqual([]);
    expect(warningsOf({ ...fine, mode: 'demo', mailUrl: null, trustedProxies: [] })).toEqual([]);
  });
  it.each([
    ['no proxy', { trustedProxies: [] }, 'ROPELINE_TRUSTED_PROXIES'],
    ['no mail server', { mailUrl: null }, 'ROPELINE_MAIL_URL'],
    ['a PgBouncer by its port', { databaseUrl: 'postgres://db:6432/x' }, 'pool_mode'],
    ['a PgBouncer by its name', { databaseUrl: 'postgres://db/x?pgbouncer=true' }, 'pool_mode'],
    ['test payments', { stripeSecretKey: 'sk_test_x' }, 'test payments'],
  ])('warns of %s', (_what, settings, name) => {
    expect(warningsOf({ ...fine, ...settings }).join()).toContain(name);
  });
  it('leaves mails to the nodes that send them', () => {
    expect(warningsOf({ ...fine, mailUrl: null, roles: new Set(['edge'] as const) })).toEqual([]);
  });
});
