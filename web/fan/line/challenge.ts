import type { ChallengeShape } from '../../../src/contract/entry-shapes.js';
import { api } from '../net/api.js';

interface News {
  attempts?: number;
  solution?: { counter: number; derivedKey: string } | null;
}

/**
 * Fetches the sale's challenge and has it solved beside the page.
 * @param tell is told how far it is, from 0 to 1
 * @returns what the join takes, or null when there is none or it could not be solved
 */
export async function solveFor(slug: string, tell: (share: number) => void): Promise<string | null> {
  const answer = await api.challenge(slug);
  if (answer.kind !== 'ok') return null;
  const { parameters, signature } = answer.data;
  tell(0);
  const solution = await solveBeside(answer.data, tell);
  return solution ? btoa(JSON.stringify({ challenge: { parameters, signature }, solution })) : null;
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
