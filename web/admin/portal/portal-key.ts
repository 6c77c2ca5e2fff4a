import type { PartnerSelfShape } from '../../../src/contract/partner-shapes.js';
import { call, callAsPartner } from '../net/api.js';

/** The key lives as long as the tab: it is the partner's own, and a shared computer must not keep it. */
const KEPT = 'ropeline-partner-key';

export const keptKey = (): string | null => sessionStorage.getItem(KEPT);

/** Enters with a key. Rejects with a Refusal when it is not valid. */
export async function enter(key: string): Promise<PartnerSelfShape> {
  callAsPartner(key);
  const self = await call<PartnerSelfShape>('GET', 'me');
  sessionStorage.setItem(KEPT, key);
  return self;
}

export function leave(): void {
  sessionStorage.removeItem(KEPT);
  callAsPartner('');
}
