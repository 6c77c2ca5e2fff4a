import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { ChallengeShape } from '../../src/contract/line/entry-shapes.js';
import { call } from './system.js';

/** Solves like the page: base64 of altcha-lib's payload. */
export async function solved(challenge: ChallengeShape): Promise<string> {
  const { parameters, signature } = challenge;
  const made: Challenge = { parameters, signature };
  const solution = await solveChallenge({ challenge: made, deriveKey });
  if (!solution) throw new Error('the challenge was not solved');
  return Buffer.from(JSON.stringify({ challenge: made, solution })).toString('base64');
}

export async function solvedFor(
  url: string,
  slug: string,
  headers: Record<string, string> = {},
): Promise<{ challenge: ChallengeShape; payload: string }> {
  const { status, body } = await call<ChallengeShape>(`${url}/v1/sales/${slug}/challenge`, { headers });
  if (status !== 200) throw new Error(`challenge: ${JSON.stringify(body)}`);
  return { challenge: body, payload: await solved(body) };
}
