/** How often a place may let others go first. The texts of all languages name both bounds (deferral-words.spec.ts). */
export const DEFERRALS_MAX = 2;
/** Longest single deferral, over HTTP and sockets alike. */
export const DEFER_MINUTES_MAX = 30;
