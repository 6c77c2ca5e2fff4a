import Type, { type Static } from 'typebox';
import { Nullable, Time } from '../schema.js';

export const saleChangeKinds = [
  'name',
  'showName',
  'venue',
  'startsAt',
  'timeZone',
  'prequeueAt',
  'opensAt',
  'closesAt',
  'notice',
  'transferable',
  'seller',
  'refundRule',
  'price',
  'maxPerFan',
  'min',
  'multiple',
  'ticketType',
  'beacon',
] as const;
export type SaleChangeKind = (typeof saleChangeKinds)[number];

/** One change of GET /v1/sales/{slug}/changes. */
export const SaleChangeShape = Type.Object(
  {
    at: Time,
    what: Type.Enum([...saleChangeKinds]),
    subject: Nullable(
      Type.String({ description: 'The ticket type, of price, maxPerFan, min, multiple and ticketType.' }),
    ),
    before: Nullable(
      Type.String({
        description: 'Times as RFC 3339, prices in minor units, transferable as true or false; null: there was none.',
      }),
    ),
    after: Nullable(Type.String()),
  },
  { title: 'SaleChange' },
);
export type SaleChangeShape = Static<typeof SaleChangeShape>;

/** GET /v1/sales/{slug}/changes. */
export const SaleChangesShape = Type.Object({ changes: Type.Array(SaleChangeShape) }, { title: 'SaleChanges' });
export type SaleChangesShape = Static<typeof SaleChangesShape>;
