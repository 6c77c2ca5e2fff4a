import { describe, expect, it } from '@jest/globals';
import { Slots } from './slots.js';

/** A call that ends on demand. */
function pendingCall() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { call: () => ended, end };
}

describe('Slots', () => {
  it('keeps slots for capture and cancel when everything else is taken', async () => {
    const slots = new Slots();
    const creates = Array.from({ length: slots.free('create') }, () => {
      const pending = pendingCall();
      return { ...pending, run: slots.run('create', pending.call) };
    });
    expect(slots.free('create')).toBe(0);
    expect(slots.free('capture')).toBe(4);
    expect(await slots.run('capture', async () => 'through')).toEqual({ value: 'through' });
    for (const { end } of creates) end();
    await Promise.all(creates.map(({ run }) => run));
    expect(slots.free('create')).toBe(10);
  });

  it('checks few cards at once, whatever else is free', async () => {
    const slots = new Slots();
    expect(slots.free('setup')).toBe(3);
    const checks = Array.from({ length: 3 }, () => {
      const pending = pendingCall();
      return { ...pending, run: slots.run('setup', pending.call) };
    });
    expect([slots.free('setup'), slots.free('create')]).toEqual([0, 7]);
    for (const { end } of checks) end();
    await Promise.all(checks.map(({ run }) => run));
    expect(slots.free('setup')).toBe(3);
  });

  it('lets waiting calls in when others end, also when those fail, and refuses beyond the queue', async () => {
    const slots = new Slots();
    let running = 0;
    let peak = 0;
    const call = async () => {
      running += 1;
      peak = Math.max(peak, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      throw new Error('failed');
    };
    const runs = Array.from({ length: 100 }, () => slots.run('create', call).catch(() => 'failed'));
    const results = await Promise.all(runs);
    expect(peak).toBe(10);
    expect(results.filter((result) => result === null)).toHaveLength(100 - 10 - 64);
    expect(slots.free('create')).toBe(10);
  });
});
