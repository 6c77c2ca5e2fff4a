/** The default channel of every sale: sells whatever is not allocated elsewhere. */
export const PUBLIC = 'public';

/** Wheelchair spaces and companion seats until their release; exists only where the seat map has some. */
export const ACCESSIBLE = 'accessible';

export const CHANNEL_KEY = /^[a-z][a-z0-9_-]{0,31}$/;
