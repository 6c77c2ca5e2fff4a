import type { ChallengeShape } from '../../../src/contract/line/entry-shapes.js';
import { api, type Answer } from '../net/api.js';

interface News {
  attempts?: number;
  solution?: { counter: number; derivedKey: string } | null;
}

/**
 * Fetches the sale's challenge and solves it in a worker.
 * @param tell receives the progress, from 0 to 1
 * @returns what the join takes, why there is no challenge, or `unsolved`
 */
export async function solveFor(
  slug: string,
  tell: (share: number) => void,
): Promise<Answer<string> | { kind: 'unsolved' }> {
  const answer = await api.challenge(slug);
  if (answer.kind !== 'ok') return answer;
  const { parameters, signature } = answer.data;
  tell(0);
  const solution = await solveBeside(answer.data, tell);
  if (!solution) return { kind: 'unsolved' };
  return { kind: 'ok', data: btoa(JSON.stringify({ challenge: { parameters, signature }, solution })) };
}

function solveBeside(
  { parameters, signature }: ChallengeShape,
  tell: (share: number) => void,
): Promise<News['solution'] | null> {
  const worker = new Worker(new URL('./solve.worker.ts', import.meta.url), { type: 'module' });
  const upTo = Number(parameters.data['upTo'] ?? 0);
  const solved = new Promise<News['solution'] | null>((resolve) => {
    worker.onerror = () => resolve(null);
    worker.onmessage = ({ data }: MessageEvent<News>) => {
      if (data.solution !== undefined) return resolve(data.solution);
      if (upTo > 0) tell(Math.min(1, (data.attempts ?? 0) / upTo));
    };
  });
  worker.postMessage({ parameters, signature });
  return solved.finally(() => worker.terminate());
}
