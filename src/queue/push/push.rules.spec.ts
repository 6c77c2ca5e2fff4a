import { describe, expect, it } from '@jest/globals';
import { cameBack, isPushService, nearlyLead, pushOutcome, pushStep } from './push.rules.js';

describe('an address that a page subscribes with', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://wns2-db5p.notify.windows.com/w/?token=abc',
    'https://web.push.apple.com/abc',
  ])('is a browser’s push service: %s', (endpoint) => {
    expect(isPushService(endpoint, [])).toBe(true);
  });

  it.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/abc',
    'https://fcm.googleapis.com.attacker.example/abc',
    'https://notfcm.googleapis.com/abc',
    'https://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:9999/',
    'file:///etc/passwd',
    'no address',
  ])('is refused: %s', (endpoint) => {
    expect(isPushService(endpoint, [])).toBe(false);
  });

  it('is allowed where the operator named its origin', () => {
    expect(isPushService('http://127.0.0.1:9999/push/1', ['http://127.0.0.1:9999'])).toBe(true);
  });
});

describe('what is pushed', () => {
  it('comes three minutes ahead of the turn, and five places ahead where nothing moves', () => {
    expect([nearlyLead(null), nearlyLead(0), nearlyLead(1), nearlyLead(600)]).toEqual([5, 5, 5, 1_800]);
  });

  it('is sent only while it is true', () => {
    expect(pushStep('waiting')).toBe('send');
    expect(pushStep('called')).toBe('send');
    expect(pushStep('deferred')).toBe('later');
    for (const state of ['admitted', 'expired', 'left', 'done'] as const) expect(pushStep(state)).toBe('end');
  });

  it('has brought a fan back who is in or has been in, and nobody else', () => {
    expect((['admitted', 'done', 'PLACE_DONE'] as const).map(cameBack)).toEqual([true, true, true]);
    for (const ended of ['waiting', 'expired', 'left', 'PLACE_EXPIRED', 'PLACE_MOVED', 'PLACE_TOKEN_INVALID'] as const)
      expect(cameBack(ended)).toBe(false);
  });

  it('is tried again when the service is busy, and never when it refuses', () => {
    expect([201, 404, 410, 413, 429, 503].map(pushOutcome)).toEqual(['sent', 'gone', 'gone', 'gone', 'again', 'again']);
  });
});
