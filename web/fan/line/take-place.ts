import type { JoinShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import { api, type Answer, newIdempotencyKey } from '../net/api.js';
import { identityBox, placeBox } from '../state/boxes.js';
import { solveFor } from './challenge.js';

export interface JoinWish {
  lane: string | undefined;
  accessCode?: string | undefined;
  groupCode?: string | undefined;
  /** Takes no place: asks for the one that this device has. */
  onlyPresent?: true;
}

/** A challenge may expire or be raised in difficulty meanwhile; more tries than this would be a loop. */
const maxTries = 3;
/** Solution of a join that was shed; reused on the next try, so that no phone does the work twice. */
let unspent: { slug: string; challenge: string } | null = null;
/** The join whose answer may have been lost: repeated with its key, it gets the place it took. */
let asked: { what: string; key: string } | null = null;
const asksForWork = new Set(['CHALLENGE_REQUIRED', 'CHALLENGE_INVALID']);

/**
 * Takes a place, or recovers this device's existing one (identified by the device cookie), and stores it. Solves a
 * proof of work where the sale requires one.
 * @param tell receives the progress of the work, from 0 to 1
 */
export async function takePlace(
  slug: string,
  wish: JoinWish,
  snapshot: Snapshot | null,
  tell: (share: number) => void = () => undefined,
): Promise<Answer<JoinShape>> {
  const answer = await joinWithWork(slug, wish, tell);
  if (answer.kind !== 'ok') return answer;
  const before = placeBox.get(slug);
  const same = before?.number === answer.data.number && before.lane === answer.data.lane ? before : null;
  const sealed = snapshot && snapshot.draw.seed === null ? snapshot.draw.commitment : null;
  placeBox.set(slug, {
    ...answer.data,
    commitmentSeen: same?.commitmentSeen ?? sealed,
    startAhead: same?.startAhead ?? null,
    isMovedHere: same?.isMovedHere ?? false,
  });
  return answer;
}

async function joinWithWork(
  slug: string,
  { lane, accessCode, groupCode, onlyPresent }: JoinWish,
  tell: (share: number) => void,
): Promise<Answer<JoinShape>> {
  const identity = identityBox.get(slug);
  const body = {
    ...(lane ? { lane } : {}),
    ...(accessCode ? { accessCode } : {}),
    ...(groupCode ? { groupCode } : {}),
    ...(identity ? { identity } : {}),
    ...(onlyPresent ? { onlyPresent } : {}),
  };
  const kept = unspent?.slug === slug ? { challenge: unspent.challenge } : {};
  const what = JSON.stringify([slug, body]);
  if (asked?.what !== what) asked = { what, key: newIdempotencyKey() };
  const { key } = asked;
  let answer = await api.join(slug, { ...body, ...kept }, key);
  for (let tries = 0; tries < maxTries; tries += 1) {
    if (answer.kind !== 'refused' || !asksForWork.has(answer.problem.code)) break;
    unspent = null;
    const solved = await solveFor(slug, tell);
    if (solved.kind === 'unsolved') return answer;
    if (solved.kind !== 'ok') return solved;
    unspent = { slug, challenge: solved.data };
    answer = await api.join(slug, { ...body, challenge: solved.data }, key);
  }
  if (answer.kind === 'ok') unspent = asked = null;
  return answer;
}
