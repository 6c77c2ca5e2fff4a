import type { PartnerSelfShape } from '../../../src/contract/partners/partner-shapes.js';
import { call, callAsPartner, keepFormToken } from '../net/api.js';

/** Kept in session storage: a partner's key must not stay on a shared computer. */
const KEPT = 'ropeline-partner-key';

/** Returns the one-time token that the page was opened with; null on an ordinary visit. */
export const invitationOf = (): string | null => /^#invitation=([\w-]{20,100})$/.exec(location.hash)?.[1] ?? null;

/** Resumes with this tab's key or the session cookie. Rejects with a Refusal if neither is valid. */
export async function resume(): Promise<PartnerSelfShape> {
  callAsPartner(sessionStorage.getItem(KEPT));
  return taken(await call<PartnerSelfShape>('GET', 'me'));
}

/** Signs in with a key. Rejects with a Refusal if it is not valid. */
export async function enterWithKey(key: string): Promise<PartnerSelfShape> {
  callAsPartner(key);
  const self = await call<PartnerSelfShape>('GET', 'me');
  sessionStorage.setItem(KEPT, key);
  return self;
}

/** Signs in with a one-time link, which is consumed and removed from the address. */
export async function enterByLink(token: string): Promise<PartnerSelfShape> {
  sessionStorage.removeItem(KEPT);
  callAsPartner(null);
  const self = await call<PartnerSelfShape>('POST', 'sessions', { token });
  history.replaceState(null, '', location.pathname);
  return taken(self);
}

export async function askForLink(email: string): Promise<void> {
  callAsPartner(null);
  await call('POST', 'sessions/links', { email });
}

/** Ends the session, or forgets the key. */
export async function leave({ key }: PartnerSelfShape): Promise<void> {
  if (key === null) await call('DELETE', 'sessions/current');
  forget();
}

export function forget(): void {
  sessionStorage.removeItem(KEPT);
  callAsPartner(null);
}

function taken(self: PartnerSelfShape): PartnerSelfShape {
  if (self.csrfToken !== null) keepFormToken(self.csrfToken);
  return self;
}
