import { describe, expect, it } from '@jest/globals';
import { nextMoment, webhookTrouble } from './moments.js';

const times = { prequeueAt: '2027-05-01T07:30:00Z', opensAt: '2027-05-01T08:00:00Z', closesAt: null };
const now = Date.parse('2027-05-01T07:59:30Z');

describe('nextMoment', () => {
  it('is the boundary that comes by itself, and none while paused or over', () => {
    expect(nextMoment(times, 'prequeue', now)).toEqual({ words: 'opens in', leftMs: 30_000 });
    expect(nextMoment(times, 'scheduled', now)?.leftMs).toBe(0);
    expect(nextMoment({ ...times, closesAt: '2027-05-01T09:00:00Z' }, 'on_sale', now)?.words).toBe('closes in');
    for (const state of ['on_sale', 'paused', 'closed', 'draft'] as const)
      expect(nextMoment(times, state, now)).toBeNull();
  });
});

describe('webhookTrouble', () => {
  const fine = { state: 'active', disabledReason: null, failingSince: null } as const;
  it('tells failing from stopped, and leaves alone what a person turned off', () => {
    const off = { ...fine, state: 'disabled', disabledReason: 'by_hand' } as const;
    expect(webhookTrouble([fine, off])).toBeNull();
    const stopped = { ...off, disabledReason: 'failing' } as const;
    const failing = { ...fine, failingSince: times.opensAt };
    expect(webhookTrouble([fine, stopped, failing, failing])).toBe('1 webhook stopped, 2 webhooks failing');
  });
});
