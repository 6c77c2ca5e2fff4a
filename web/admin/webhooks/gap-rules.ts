import type { MessageShape } from '../../../src/contract/partners/webhook-shapes.js';

/** Consecutive events that an endpoint did not accept. */
export interface Gap {
  from: number;
  to: number;
  events: number;
  /** Given up after all attempts; else not sent because the endpoint was disabled. */
  isGivenUp: boolean;
}

type Missing = Pick<MessageShape, 'sequence' | 'state'> & {
  payload: Pick<MessageShape['payload'], 'previousSequence'>;
};

/** Groups messages that are consecutive by `previousSequence` into gaps, newest first. Test messages are skipped. */
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
