/** The channel that every sale has: what no allocation takes is sold here. */
export const PUBLIC = 'public';

/** Wheelchair places and the seats of their companions, until they are released; there where a seat map has some. */
export const ACCESSIBLE = 'accessible';
