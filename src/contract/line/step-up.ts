import Type, { type Static } from 'typebox';
import { Count } from '../schema.js';

export const StepUpRule = Type.Enum(['off', 'observe', 'on', 'everyone'], {
  description:
    'Who is asked for a confirmed e-mail address at the turn: nobody (`off`; `observe` counts), places that a network took far above its share (`on`), or everyone who is not inside yet (`everyone`).',
});
export type StepUpRule = Static<typeof StepUpRule>;

/** Least `claimMinutes` of a sale that asks: they are the time to answer, and a mail takes some of it. */
export const STEP_UP_CLAIM_MINUTES = 5;

/**
 * Mails with codes that a sale sends in an hour: a flood of made-up addresses would harm the promoter's sender
 * reputation. A step-up whose mail is above that is waived.
 */
export const CODE_MAILS_AN_HOUR = 100_000;

/** Whether the rule asks anybody. */
export const asksStepUp = (rule: StepUpRule): boolean => rule === 'on' || rule === 'everyone';

/** Returns the rules that can ask somebody, or count whom they would: a place of a person has nothing to answer. */
export function stepUpRulesFor({ entry, challenge }: { entry: string; challenge: string }): readonly StepUpRule[] {
  if (entry !== 'open') return [];
  return challenge === 'off' ? ['off', 'everyone'] : ['observe', 'on', 'everyone', 'off'];
}

/** POST /v1/place/step-up: the same response for every address. */
export const StepUpAskedShape = Type.Object(
  { sent: Type.Literal(true), codeLivesSeconds: Count },
  { title: 'StepUpAsked' },
);
export type StepUpAskedShape = Static<typeof StepUpAskedShape>;

/** How many places were asked at their turn, or would have been, and how many of them answered. */
export const StepUpFigures = Type.Object(
  {
    observed: Type.Integer({ minimum: 0, description: 'Let in unasked while the sale only observed.' }),
    asked: Count,
    answered: Count,
    waived: Type.Integer({ minimum: 0, description: 'Let in without an answer: our own mail server was away.' }),
  },
  { title: 'StepUpFigures' },
);
export type StepUpFigures = Static<typeof StepUpFigures>;
