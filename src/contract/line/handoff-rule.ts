import Type, { type Static } from 'typebox';

export const HandoffRule = Type.Enum(['off', 'beforeDraw', 'once'], {
  description:
    'Whether a place may move to another device: never, as often as wanted until the draw, or once at any time.',
});
export type HandoffRule = Static<typeof HandoffRule>;
