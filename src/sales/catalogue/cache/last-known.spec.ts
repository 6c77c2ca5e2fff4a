import { describe, expect, it } from '@jest/globals';
import { LastKnown } from './last-known.js';

const freshness = { freshMs: 1_000, lastKnownMs: 60_000 };

/** A controllable source that counts its loads. */
class Source {
  asked = 0;
  answer: () => Promise<string> = () => Promise.resolve('one');
  readonly load = (): Promise<string> => {
    this.asked += 1;
    return this.answer();
  };
}

describe('a remembered value', () => {
  it('is loaded once for all readers of its fresh time', async () => {
    const source = new Source();
    const memory = new LastKnown(freshness, source.load);
    expect(await Promise.all([memory.read(0), memory.read(0), memory.read(999)])).toEqual(['one', 'one', 'one']);
    expect(source.asked).toBe(1);
    await memory.read(1_000);
    expect(source.asked).toBe(2);
  });

  it('is loaded again when the clock was set back', async () => {
    const source = new Source();
    const memory = new LastKnown(freshness, source.load);
    await memory.read(3_600_000);
    await memory.read(0);
    expect(source.asked).toBe(2);
  });

  it('is loaded again after it was dropped', async () => {
    const source = new Source();
    const memory = new LastKnown(freshness, source.load);
    await memory.read(0);
    source.answer = () => Promise.resolve('two');
    memory.drop();
    expect(await memory.read(1)).toBe('two');
  });

  it('does not believe a load that began before the drop', async () => {
    const source = new Source();
    let finish: (value: string) => void = () => undefined;
    source.answer = () => new Promise((resolve) => (finish = resolve));
    const memory = new LastKnown(freshness, source.load);
    const early = memory.read(0);
    memory.drop();
    source.answer = () => Promise.resolve('new');
    expect(await memory.read(0)).toBe('new');
    finish('old');
    await early;
    expect(await memory.read(1)).toBe('new');
  });

  it('serves the last good value while loading fails, and refuses when that is too old', async () => {
    const source = new Source();
    const memory = new LastKnown(freshness, source.load);
    await memory.read(0);
    source.answer = () => Promise.reject(new Error('away'));
    expect(await memory.read(2_000)).toBe('one');
    expect(await memory.read(59_999)).toBe('one');
    await expect(memory.read(60_000)).rejects.toThrow('away');
  });

  it('does not make readers wait for a source that failed before', async () => {
    const source = new Source();
    const memory = new LastKnown(freshness, source.load);
    await memory.read(0);
    source.answer = () => Promise.reject(new Error('away'));
    await memory.read(2_000);
    source.answer = () => new Promise(() => undefined);
    expect(await memory.read(4_000)).toBe('one');
  });

  it('serves the last good value when the source is slow, and the new one once it has come', async () => {
    const source = new Source();
    const memory = new LastKnown(freshness, source.load);
    await memory.read(0);
    let finish: (value: string) => void = () => undefined;
    source.answer = () => new Promise((resolve) => (finish = resolve));
    expect(await memory.read(2_000)).toBe('one');
    expect(await memory.read(2_001)).toBe('one');
    finish('two');
    await Promise.resolve();
    expect(await memory.read(2_002)).toBe('two');
    expect(source.asked).toBe(2);
  });

  it('fails as its source when there never was a value', async () => {
    const source = new Source();
    source.answer = () => Promise.reject(new Error('away'));
    await expect(new LastKnown(freshness, source.load).read(0)).rejects.toThrow('away');
  });
});
