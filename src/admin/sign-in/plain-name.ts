/** Rejects control characters and marks that reorder text. */
export const PLAIN_NAME = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;
export const PLAIN_NAME_MESSAGE = { message: 'must be one line without control characters' };
