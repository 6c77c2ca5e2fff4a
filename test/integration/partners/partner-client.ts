import type { ApiScope } from '../../../src/contract/partners/api-scopes.js';
import type { NewApiKeyShape, PartnerShape } from '../../../src/contract/partners/partner-shapes.js';
import { signIn } from '../admin/staff-client.js';
import type { TestNode } from '../../support/app.js';
import { call } from '../../support/system.js';

export interface TestPartner {
  id: string;
  keyId: string;
  key: string;
  headers: Record<string, string>;
}

export const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

/** Creates a key as the panel does. */
export async function newKey(
  node: TestNode,
  scopes: readonly ApiScope[],
  change: Record<string, unknown> = {},
): Promise<NewApiKeyShape> {
  const { call: asOwner } = await signIn(node);
  const body = { name: 'Spec key', partnerId: null, scopes, expiresAt: null, ...change };
  const made = await asOwner<NewApiKeyShape>('POST', '/v1/admin/api-keys', body);
  if (made.status !== 201) throw new Error(`key: ${JSON.stringify(made.body)}`);
  return made.body;
}

/** Creates a partner with one key. */
export async function newPartner(node: TestNode, scopes: readonly ApiScope[]): Promise<TestPartner> {
  const { call: asOwner } = await signIn(node);
  const partner = await asOwner<PartnerShape>('POST', '/v1/admin/partners', {
    name: 'Fan Club',
    email: 'club@spec.example',
  });
  if (partner.status !== 201) throw new Error(`partner: ${JSON.stringify(partner.body)}`);
  const made = await newKey(node, scopes, { partnerId: partner.body.id });
  return { id: partner.body.id, keyId: made.id, key: made.key, headers: bearer(made.key) };
}

export { call, signIn };
