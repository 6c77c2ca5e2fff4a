/** Replaces erased names and addresses. */
export const ERASED = { email: 'erased@erased.invalid', name: '–' };
