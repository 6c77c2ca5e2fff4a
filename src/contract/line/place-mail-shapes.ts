import Type, { type Static } from 'typebox';

/** PUT /v1/place/email */
export const PlaceMailShape = Type.Object(
  {
    state: Type.Literal('on', {
      description: 'A mail is sent when the turn is near, and when it has come: once each.',
    }),
  },
  { title: 'PlaceMail' },
);
export type PlaceMailShape = Static<typeof PlaceMailShape>;
