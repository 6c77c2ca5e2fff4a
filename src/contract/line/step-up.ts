import Type, { type Static } from 'typebox';
import { Count } from '../schema.js';

export const StepUpRule = Type.Enum(['off', 'observe', 'on'], {
  description:
    'Whether places that a network took far above its share are asked for a confirmed e-mail address at their turn: never, only counted, or asked.',
});
export type StepUpRule = Static<typeof StepUpRule>;

/** Least `claimMinutes` of a sale that asks: they are the time to answer, and a mail takes some of it. */
export const STEP_UP_CLAIM_MINUTES = 5;

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
