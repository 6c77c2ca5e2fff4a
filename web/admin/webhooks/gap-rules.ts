import type { MessageShape } from '../../../src/contract/webhook-shapes.js';

/** Events in a row that an endpoint has not taken. */
export interface Gap {
  from: number;
  to: number;
  events: number;
  /** Given up after all tries; else not sent while the endpoint was disabled. */
  isGivenUp: boolean;
}

type Missing = Pick<MessageShape, 'sequence' | 'state'> & {
  payload: Pick<MessageShape['payload'], 'previousSequence'>;
};

/** Joins messages that follow each other, as `previousSequence` says, into gaps; the newest first. A test belongs to no gap. */
export function gapsOf(messages: readonly Missing[]): Gap[] {
  const gaps: Gap[] = [];
  const ordered = messages.filter(({ sequence }) => sequence > 0).sort((a, b) => a.sequence - b.sequence);
  for (const { sequence, state, payload } of ordered) {
    const isGivenUp = state === 'failed';
    const last = gaps.at(-1);
    if (last && last.isGivenUp === isGivenUp && payload.previousSequence === last.to) {
      last.to = sequence;
      last.events += 1;
    } else gaps.push({ from: sequence, to: sequence, events: 1, isGivenUp });
  }
  return gaps.reverse();
}
