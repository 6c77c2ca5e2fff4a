import Type, { type Static } from 'typebox';
import { Time } from '../schema.js';

/** Where fans see a notice: in line and on the sale's page, while choosing tickets, at payment. */
export const noticePlaces = ['line', 'shop', 'checkout'] as const;
export type NoticePlace = (typeof noticePlaces)[number];

/**
 * A notice by the promoter to everybody. `{time:2026-11-27T19:48Z}` in a text is rendered in the reader's time zone.
 */
export const Notice = Type.Object(
  {
    text: Type.String(),
    at: Time,
    texts: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'The same in other languages.' })),
    to: Type.Optional(Type.Array(Type.Enum([...noticePlaces]), { description: 'Left out: everywhere.' })),
  },
  { title: 'Notice' },
);
export type Notice = Static<typeof Notice>;
