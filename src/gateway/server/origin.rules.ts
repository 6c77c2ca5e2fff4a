/**
 * Returns whether a page of this origin may open a socket. Browsers always send Origin with a websocket, but
 * Socket.IO's `cors` ignores it there, so a foreign page could otherwise use a visitor's credentials. Non-browser
 * clients send none.
 * @param host the Host header: the host from which this server's own pages are loaded
 */
export function originAllowed(origin: string | undefined, host: string | undefined, publicUrl: string): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false; // includes "null": a sandboxed frame or a file
  const given = new URL(origin);
  if (given.protocol !== 'http:' && given.protocol !== 'https:') return false;
  const own = new URL(publicUrl);
  // our public host requires its own scheme: a page injected over plain http is not ours
  return given.host === own.host ? given.origin === own.origin : given.host === host;
}
