import type { PartnerSelfShape } from '../../../src/contract/partner-shapes.js';
import { call, callAsPartner, keepFormToken } from '../net/api.js';

/** The key lives as long as the tab: it is the partner's own, and a shared computer must not keep it. */
const KEPT = 'ropeline-partner-key';

/** The one-time link that the page was opened by; null on an ordinary visit. */
export const invitationOf = (): string | null => /^#invitation=([\w-]{20,100})$/.exec(location.hash)?.[1] ?? null;

/** Enters by the key that this tab keeps, or by the cookie of a session. Rejects with a Refusal when neither is good. */
export async function resume(): Promise<PartnerSelfShape> {
  callAsPartner(sessionStorage.getItem(KEPT));
  return taken(await call<PartnerSelfShape>('GET', 'me'));
}

/** Enters with a key. Rejects with a Refusal when it is not valid. */
export async function enterWithKey(key: string): Promise<PartnerSelfShape> {
  callAsPartner(key);
  const self = await call<PartnerSelfShape>('GET', 'me');
  sessionStorage.setItem(KEPT, key);
  return self;
}

/** Enters with a link, which is then used up and leaves the address. */
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
