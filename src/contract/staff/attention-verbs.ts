/** Resolutions available to staff; each item lists those that apply. */
export const attentionVerbs = [
  ...(['cancel', 'give_back', 'keep', 'void', 'retry', 'release', 'adopt', 'refund'] as const),
  ...(['paid_back', 'open_without_beacon', 'reinstate'] as const),
] as const;
export type AttentionVerb = (typeof attentionVerbs)[number];
