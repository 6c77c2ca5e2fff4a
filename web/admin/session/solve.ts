import type { SignInChallengeShape } from '../../../src/contract/staff/team-shapes.js';

/** Returns a challenge's solution in the server's format. Rejects if none is found. */
export async function solved(challenge: SignInChallengeShape): Promise<string> {
  const worker = new Worker(new URL('./solve.worker.ts', import.meta.url), { type: 'module' });
  try {
    const solution = await new Promise<unknown>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
      worker.onerror = () => reject(new Error('the challenge could not be solved here'));
      worker.postMessage(challenge);
    });
    if (solution === null) throw new Error('the challenge could not be solved in time');
    return btoa(JSON.stringify({ challenge, solution }));
  } finally {
    worker.terminate();
  }
}
