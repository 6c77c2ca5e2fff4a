import type { lineTallies, Tally } from './abuse-shapes.js';
import type { StepUpFigures } from './step-up.js';

export type ToldTally = Exclude<Tally, (typeof lineTallies)[number]>;
/** The English phrases; src/words has them in every language. */
export const tallyPhrases: Record<ToldTally, string> = {
  challenge_invalid: 'Failed or reused proof of work',
  code_invalid: 'Wrong or used access code',
  identity_required: 'Identity not valid',
  elsewhere: 'Stands in line for another date of the tour',
  person_again: 'Second place of one person: got the first again',
  rate_limited: 'Too many tries from one network',
  limit_exceeded: 'More tickets than one person may buy',
  challenge_observed: 'Let by, though a proof of work would have been asked',
  step_up_observed: 'Let in, though an address would have been asked for at the turn',
  step_up_asked: 'Asked to confirm an address at the turn',
  step_up_answered: 'Of these, confirmed one',
  step_up_waived: 'Of these, let in because our mail server was away',
  cards_slowed: 'Slowed: the network tried cards',
};

/** Says what was refused. */
export const tallyWords = (what: ToldTally): string => tallyPhrases[what];

/** Returns what came of the step-up, as counted; only what occurred. */
export function stepUpRows({ observed, asked, answered, waived }: StepUpFigures): { what: ToldTally; count: number }[] {
  const rows: { what: ToldTally; count: number }[] = [
    { what: 'step_up_observed', count: observed },
    { what: 'step_up_asked', count: asked },
    { what: 'step_up_answered', count: answered },
    { what: 'step_up_waived', count: waived },
  ];
  return rows.filter(({ count }) => count > 0);
}
