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
  const own = new URL(publicUrl);
  // under our public name only its own scheme counts: what somebody on the way sends over plain http is not our page
  return given.host === own.host ? given.origin === own.origin : given.host === host;
}
