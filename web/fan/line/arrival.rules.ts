/** What a link carries: a code that moves a place to this device, or a friend's group code. */
export interface Arrival {
  kind: 'move' | 'group';
  code: string;
}

export function arrivalOf(hash: string): Arrival | null {
  const found = /^#(move|group)=([A-Za-z0-9._~-]{16,512})$/.exec(hash);
  return found ? { kind: found[1] as Arrival['kind'], code: found[2] ?? '' } : null;
}

/** Consumes the code and removes it from the address, where it would be copied along with the link. */
export function takeArrival(): Arrival | null {
  const arrival = arrivalOf(location.hash);
  if (arrival) history.replaceState(history.state, '', location.pathname);
  return arrival;
}
