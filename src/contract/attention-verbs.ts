/** What staff may do about an item that needs a person; an item names those that apply to it. */
export const attentionVerbs = ['cancel', 'give_back', 'keep', 'void', 'retry', 'release', 'adopt', 'refund'] as const;
export type AttentionVerb = (typeof attentionVerbs)[number];
