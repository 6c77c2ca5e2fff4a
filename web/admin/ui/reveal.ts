/** The eye of a password field, reached by keyboard and named: by default it is neither. */
export const revealProps = { 'aria-label': 'Show what you type', tabIndex: 0, 'aria-hidden': false } as const;
