import Type, { type Static } from 'typebox';

/** The terms of being called, for a fan to know in advance. */
export const TurnTermsShape = Type.Object(
  {
    answerSeconds: Type.Number({ description: 'How long a called fan has to answer; twice that with extra time.' }),
    keptMinutes: Type.Number({ description: 'How long a missed call can be caught up.' }),
  },
  { title: 'TurnTerms' },
);
export type TurnTermsShape = Static<typeof TurnTermsShape>;
