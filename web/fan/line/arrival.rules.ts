/** What a link carries: a code that moves a place to this device, or a friend's group code. */
export interface Arrival {
  kind: 'move' | 'group';
  code: string;
}

/** The longest token that a join accepts, after `#identity=`. */
const MAX_CHARACTERS = 2_048 + 10;

export function arrivalOf(hash: string): Arrival | null {
  const found = /^#(move|group)=([A-Za-z0-9._~-]{16,512})$/.exec(hash);
  return found ? { kind: found[1] as Arrival['kind'], code: found[2] ?? '' } : null;
}

/** Returns the promoter's signed token of a link such as `/s/{slug}#identity=…`; null if there is none. */
export function identityOf(hash: string): string | null {
  const found = hash.length <= MAX_CHARACTERS && /^#identity=([\w-]+\.[\w-]+\.[\w-]+)$/.exec(hash);
  return found ? (found[1] ?? null) : null;
}

/** Consumes the token of a fan who comes signed in from the promoter's own site. */
export function takeIdentity(): string | null {
  const identity = identityOf(location.hash);
  if (identity !== null) forgetHash();
  return identity;
}

/** Removes the code from the address, where it would be copied along with the link. */
const forgetHash = (): void => history.replaceState(history.state, '', location.pathname);

/** Returns the code; it stays in the address, for a reload, until `endArrival`. */
export const readArrival = (): Arrival | null => arrivalOf(location.hash);

/** The code was used or declined. */
export const endArrival = forgetHash;
