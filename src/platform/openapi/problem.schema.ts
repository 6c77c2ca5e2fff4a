import Type from 'typebox';
import { errorCatalogue } from '../../contract/errors.js';
import { Nullable } from '../../contract/schema.js';

/** RFC 9457 body of every refusal; its type is `Problem` in contract/errors.ts. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.Enum(Object.keys(errorCatalogue), { description: 'Stable; every code is explained in docs/errors.md.' }),
    detail: Type.String({ description: 'Explains this occurrence to a person.' }),
    requestId: Type.Optional(Type.String()),
    retryAfterMs: Type.Optional(Type.Integer()),
    orderId: Type.Optional(
      Type.String({
        description: 'Of ORDER_OPEN and PAYMENT_IN_PROGRESS: the order, which the same pass reads and cancels.',
      }),
    ),
    approvalId: Type.Optional(Type.String({ description: 'Of APPROVAL_REQUIRED.' })),
    position: Type.Optional(Nullable(Type.Integer())),
    canSolve: Type.Optional(
      Type.Boolean({ description: 'Of RATE_LIMITED at a sign-in: a solved challenge takes the place of waiting.' }),
    ),
    moved: Type.Optional(Type.Boolean({ description: 'Of PLACE_LEFT: the place goes on, on another device.' })),
    answerBefore: Type.Optional(
      Type.String({ format: 'date-time', description: 'Of STEP_UP_REQUIRED: the place is kept until then.' }),
    ),
    left: Type.Optional(Type.Integer({ minimum: 0, description: 'How many more tickets this person may have.' })),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          field: Type.String(),
          message: Type.String(),
          line: Type.Optional(Type.Integer({ minimum: 1 })),
        }),
      ),
    ),
  },
  { title: 'Problem' },
);
