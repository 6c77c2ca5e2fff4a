import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

/** Attempts between two progress reports. */
const tellEvery = 20;

/** Solves a challenge off the main thread; posts the number of attempts made, then the solution. */
self.onmessage = async ({ data: challenge }: MessageEvent<Challenge>) => {
  let attempts = 0;
  const solution = await solveChallenge({
    challenge,
    deriveKey: (...attempt) => {
      attempts += 1;
      if (attempts % tellEvery === 0) self.postMessage({ attempts });
      return deriveKey(...attempt);
    },
  }).catch(() => null);
  self.postMessage({ solution });
};
