import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterBeat, afterRest, LIVELY, type Quiet, restStep } from './rest.policy.js';

/** Beats four times a second for `ms`; `livelyAt` says whether anyone is present. */
function sleepsAfter(
  ms: number,
  livelyAt: (atMs: number) => boolean,
  stirsAt: (atMs: number) => boolean,
): number | null {
  let quiet: Quiet = LIVELY;
  let isDrowsy = false;
  for (let at = 0; at <= ms; at += 250) {
    if (stirsAt(at)) isDrowsy = false; // a script removed the drowsy mark
    quiet = afterBeat(quiet, livelyAt(at), at);
    const step = restStep(quiet, at);
    if (step === 'asleep' && isDrowsy) return at;
    if (step !== null) {
      quiet = afterRest(quiet, step === 'drowsy', at);
      isDrowsy = step === 'drowsy';
    }
  }
  return null;
}

describe('a sale', () => {
  it('falls asleep after forty quiet seconds', () => {
    expect(
      sleepsAfter(
        60_000,
        () => false,
        () => false,
      ),
    ).toBe(40_000);
  });

  it('stays awake while somebody is there', () => {
    expect(
      sleepsAfter(
        600_000,
        () => true,
        () => false,
      ),
    ).toBeNull();
    expect(
      sleepsAfter(
        600_000,
        (at) => at % 4_000 === 0,
        () => false,
      ),
    ).toBeNull();
  });

  it('never sleeps while a page looks every thirty seconds', () => {
    fc.assert(
      fc.property(fc.nat(29_999), (offset) => {
        const looks = (at: number): boolean =>
          Math.floor((at + offset) / 30_000) !== Math.floor((at + offset - 250) / 30_000);
        expect(sleepsAfter(600_000, () => false, looks)).toBeNull();
      }),
    );
  });
});
