/** Shares of Redis' memory limit from which new places and new holds are refused: what is left ends what has begun. */
export const PLACES_UNTIL = 0.8;
export const HOLDS_UNTIL = 0.9;

/**
 * Returns the largest share of its limit that a server uses; null if one has no limit or does not tell. Reads the INFO
 * of each server.
 */
export function memoryShareOf(infos: readonly string[]): number | null {
  const shares = infos.map((info) => {
    const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
    const [used, limit] = [field('used_memory'), field('maxmemory')];
    return limit > 0 && used > 0 ? used / limit : null;
  });
  const known = shares.filter((share) => share !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Whether a call would begin something that Redis has no memory left for. Judges by the request line alone. */
export function isTooMuch(method: string, url: string, share: number | null): boolean {
  if (share === null || share < PLACES_UNTIL || method !== 'POST') return false;
  const path = decoded(url.split('?', 1)[0] ?? '');
  if (/^\/v1\/sales\/[^/]+\/holds$|^\/v1\/partner\/holds$/.test(path)) return share >= HOLDS_UNTIL;
  return /^\/v1\/sales\/[^/]+\/(places|identity)$|^\/s\/[^/]+\/line$/.test(path);
}

/** The router decodes, too: an encoded letter must not lead around the guard. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
