import type { JoinShape, Snapshot } from '../../../src/contract/shapes.js';
import { api, type Answer } from '../net/api.js';
import { placeBox } from '../state/boxes.js';

export interface JoinWish {
  lane: string | undefined;
  accessCode?: string | undefined;
  groupCode?: string | undefined;
}

/** Takes a place, or gets back the one this device has (the device cookie carries it), and keeps it here. */
export async function takePlace(slug: string, wish: JoinWish, snapshot: Snapshot | null): Promise<Answer<JoinShape>> {
  const { lane, accessCode, groupCode } = wish;
  const answer = await api.join(slug, {
    ...(lane ? { lane } : {}),
    ...(accessCode ? { accessCode } : {}),
    ...(groupCode ? { groupCode } : {}),
  });
  if (answer.kind !== 'ok') return answer;
  const before = placeBox.get(slug);
  const same = before?.number === answer.data.number && before.lane === answer.data.lane ? before : null;
  const sealed = snapshot && snapshot.draw.seed === null ? snapshot.draw.commitment : null;
  placeBox.set(slug, {
    ...answer.data,
    commitmentSeen: same?.commitmentSeen ?? sealed,
    startAhead: same?.startAhead ?? null,
  });
  return answer;
}
