import Type, { type Static } from 'typebox';
import { Nullable } from '../schema.js';

/** The seller and their terms, shown on every page of the sale. */
export const SellerShape = Type.Object(
  {
    name: Type.String(),
    address: Nullable(Type.String()),
    email: Nullable(Type.String({ description: 'Where fans ask for help.' })),
    refundRule: Nullable(Type.String({ description: 'When money is given back, in a sentence.' })),
    termsUrl: Nullable(Type.String()),
    privacyUrl: Nullable(Type.String()),
    helpUrl: Nullable(Type.String()),
  },
  { title: 'Seller' },
);
export type SellerShape = Static<typeof SellerShape>;
