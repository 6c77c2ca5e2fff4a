import Type, { type Static } from 'typebox';

/** How an overloaded node degrades, mildest first. Each step includes those before it. */
export const degradationSteps = ['none', 'stretched', 'no_new_sockets', 'joins_shed'] as const;

export const DegradationStep = Type.Enum([...degradationSteps], {
  description:
    'none: every change is pushed; stretched: pushed and polled less often; no_new_sockets: new sockets are refused, ' +
    'so pages poll instead; joins_shed: new places are refused with Retry-After.',
});
export type DegradationStep = Static<typeof DegradationStep>;
