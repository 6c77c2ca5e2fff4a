/**
 * Whether a page of this origin may open a socket. Browsers always send Origin with a websocket, and Socket.IO's `cors` does
 * not look at it there, so a foreign page could otherwise speak with a visitor's credentials. Programs that are no browser
 * send none.
 * @param host the Host header: the page that this very server has sent
 */
export function originAllowed(origin: string | undefined, host: string | undefined, publicUrl: string): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false; // "null" too: a sandboxed frame or a file
  const given = new URL(origin);
  if (given.protocol !== 'http:' && given.protocol !== 'https:') return false;
  return given.origin === new URL(publicUrl).origin || (host !== undefined && given.host === host);
}
