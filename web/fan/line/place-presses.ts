import type { PlaceShape } from '../../../src/contract/line/line-shapes.js';
import type { ExtraTimeShape } from '../../../src/contract/line/place-shapes.js';
import { api, type Answer } from '../net/api.js';
import { placeBox } from '../state/boxes.js';
import type { LineSession } from './line-session.js';

// what a waiting fan may do with the place: loaded with the actions at the foot of the page

/** Keeps the token that an answer has renewed: it seals what was asked for. */
function keepToken(slug: string, placeToken: string): void {
  const kept = placeBox.get(slug);
  if (kept) placeBox.set(slug, { ...kept, placeToken });
}

export async function pressDefer(
  { slug, place, placeToken }: LineSession,
  minutes: number,
  idempotencyKey: string,
): Promise<Answer<PlaceShape>> {
  const answer = await api.defer(placeToken(), minutes, idempotencyKey);
  if (answer.kind !== 'ok') return answer;
  keepToken(slug, answer.data.placeToken);
  place.hear(answer.data);
  return answer;
}

export async function pressMoreTime({ slug, link, placeToken }: LineSession): Promise<Answer<ExtraTimeShape>> {
  const answer = await api.extraTime(placeToken());
  if (answer.kind !== 'ok' || !placeBox.get(slug)) return answer;
  keepToken(slug, answer.data.placeToken);
  link.reopen();
  return answer;
}

export async function pressLeave(session: LineSession): Promise<Answer<null>> {
  const answer = await api.leave(session.placeToken());
  if (answer.kind === 'ok') session.end('left');
  return answer;
}
