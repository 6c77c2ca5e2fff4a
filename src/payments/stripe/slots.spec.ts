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

describe('the shares of the slots', () => {
  const hold = (slots: Slots, endpoint: Parameters<Slots['run']>[0], count: number) =>
    Array.from({ length: count }, () => {
      const pending = pendingCall();
      return { ...pending, run: slots.run(endpoint, pending.call) };
    });
  const end = async (calls: ReturnType<typeof hold>): Promise<void> => {
    for (const call of calls) call.end();
    await Promise.all(calls.map(({ run }) => run));
  };

  it('are ten for all, four more for capture, two for cancel, and three of the ten for checks of cards', () => {
    const slots = new Slots();
    const free = (['create', 'retrieve', 'list', 'refund', 'capture', 'cancel', 'setup'] as const).map((endpoint) =>
      slots.free(endpoint),
    );
    expect(free).toEqual([10, 10, 10, 10, 14, 12, 3]);
  });

  it('count a reserved call against its own share first', async () => {
    const slots = new Slots();
    const captures = hold(slots, 'capture', 4);
    expect([slots.free('capture'), slots.free('create'), slots.free('cancel')]).toEqual([10, 10, 12]);
    const more = hold(slots, 'capture', 3);
    expect([slots.free('capture'), slots.free('create'), slots.free('cancel')]).toEqual([7, 7, 9]);
    await end([...captures, ...more]);
    expect([slots.free('capture'), slots.free('create')]).toEqual([14, 10]);
  });

  it('leave checks of cards what is free of the ten, and no more', async () => {
    const slots = new Slots();
    const creates = hold(slots, 'create', 9);
    expect(slots.free('setup')).toBe(1);
    await end([...creates, ...hold(slots, 'create', 1)]);
    expect(slots.free('setup')).toBe(3);
  });

  it('start whoever waits and may, in the order of waiting', async () => {
    const slots = new Slots();
    const begun: string[] = [];
    const creates = hold(slots, 'create', 10);
    const waits = (name: string, endpoint: 'create' | 'setup') =>
      slots.run(endpoint, () => {
        begun.push(name);
        return Promise.resolve(name);
      });
    const waiting = [waits('first', 'create'), waits('card', 'setup'), waits('last', 'create')];
    expect(begun).toEqual([]);
    await end(creates);
    expect(await Promise.all(waiting)).toEqual([{ value: 'first' }, { value: 'card' }, { value: 'last' }]);
    expect(begun).toEqual(['first', 'card', 'last']);
    expect([slots.free('create'), slots.free('setup')]).toEqual([10, 3]);
  });

  it('let 64 calls wait, and no more', async () => {
    const slots = new Slots();
    const creates = hold(slots, 'create', 10);
    const waiting = hold(slots, 'create', 64);
    expect(await slots.run('create', () => Promise.resolve('one too many'))).toBeNull();
    await end([...creates, ...waiting]);
    expect(await slots.run('create', () => Promise.resolve('again'))).toEqual({ value: 'again' });
  });
});
