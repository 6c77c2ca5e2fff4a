/** Names of WebAuthn's errors for a person who closed the dialog or let it run out. */
const GIVEN_UP = new Set(['NotAllowedError', 'AbortError']);

/** Returns whether the person gave up, which is no trouble to report. */
export const isGivenUp = (error: unknown): boolean => error instanceof Error && GIVEN_UP.has(error.name);

/** Returns whether the device already has a passkey of this account. */
export const isKnownDevice = (error: unknown): boolean => error instanceof Error && error.name === 'InvalidStateError';
