/** The channel that every sale has: what no allocation takes is sold here. */
export const PUBLIC = 'public';
