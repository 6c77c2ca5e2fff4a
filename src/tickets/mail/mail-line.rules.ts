const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Keeps what somebody typed on its line. */
export const line = (text: string): string => text.replace(CONTROL, ' ').trim();
