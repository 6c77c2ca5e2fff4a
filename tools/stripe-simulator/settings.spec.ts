import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.js';

describe('readSettings', () => {
  it('needs nothing', () => {
    expect(readSettings({})).toEqual({
      kind: 'settings',
      settings: { port: 0, webhookUrl: '', webhookSecret: '', webhookEvents: [] },
    });
  });

  it('takes several addresses by either name', () => {
    const env = { SIMULATOR_WEBHOOK_URLS: 'http://a/,http://b/', SIMULATOR_WEBHOOK_SECRET: 's', SIMULATOR_PORT: '8' };
    expect(readSettings(env)).toMatchObject({ settings: { port: 8, webhookUrl: 'http://a/,http://b/' } });
  });

  it('takes the types of events to send', () => {
    const env = { SIMULATOR_WEBHOOK_EVENTS: 'charge.refunded,payment_intent.succeeded' };
    expect(readSettings(env)).toMatchObject({
      settings: { webhookEvents: ['charge.refunded', 'payment_intent.succeeded'] },
    });
  });

  it.each([{ SIMULATOR_PORT: 'x' }, { SIMULATOR_PORT: '70000' }, { SIMULATOR_WEBHOOK_URL: 'http://a/' }])(
    'refuses %j',
    (env) => {
      expect(readSettings(env).kind).toBe('invalid');
    },
  );
});
