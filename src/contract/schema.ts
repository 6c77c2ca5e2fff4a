import Type, { type TSchema, type TUnion } from 'typebox';

/**
 * Building blocks of the wire shapes. A shape is a TypeBox schema plus a type of the same name: the schema describes
 * responses in the OpenAPI and AsyncAPI documents and validates them in tests; the type is shared by server, web and
 * load driver.
 * Import types with `import type`, so that no schema reaches a browser bundle.
 */

/** RFC 3339 in UTC with milliseconds. */
export const Time = Type.String({ format: 'date-time' });

export const Nullable = <T extends TSchema>(schema: T): TUnion<[T, ReturnType<typeof Type.Null>]> =>
  Type.Union([schema, Type.Null()]);

/** The cursor of a list's next page. */
export const nextPage = (
  parameter: 'after' | 'before',
): TUnion<[ReturnType<typeof Type.String>, ReturnType<typeof Type.Null>]> =>
  Nullable(Type.String({ description: `Give it as \`${parameter}\` for the next page; null on the last one.` }));

/** Minor units of a currency, or a count. */
export const Count = Type.Integer({ minimum: 0 });
/** A share from 0 to 1. */
export const Share = Type.Number({ minimum: 0, maximum: 1 });
export const Currency = Type.String({ pattern: '^[A-Z]{3}$' });

export const Money = Type.Object({ amount: Type.Integer(), currency: Currency }, { title: 'Money' });
