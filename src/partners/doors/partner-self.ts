import { type ApiScope, apiScopes } from '../../contract/partners/api-scopes.js';
import type { ApiKeyShape, PartnerSelfShape } from '../../contract/partners/partner-shapes.js';
import { portalScopes } from '../../contract/partners/portal-shapes.js';
import type { PortalSession } from '../members/portal-sessions.service.js';

/** Builds the portal page's view of the signed-in member. */
export function selfOfSession({ visitor, csrfToken }: PortalSession): PartnerSelfShape {
  const { memberId, email, partnerId, partnerName } = visitor;
  return {
    partner: { id: partnerId, name: partnerName },
    scopes: [...portalScopes] satisfies ApiScope[],
    key: null,
    member: { id: memberId, email },
    csrfToken,
  };
}

export const selfOfKey = (key: ApiKeyShape, partner: PartnerSelfShape['partner']): PartnerSelfShape => ({
  partner: partner && { id: partner.id, name: partner.name },
  scopes: key.scopes,
  key,
  member: null,
  csrfToken: null,
});

/** Builds the view of the operator, whose key is set in the environment and is not in the database. */
export const selfOfOperator = (): PartnerSelfShape => ({
  partner: null,
  scopes: [...apiScopes],
  key: null,
  member: null,
  csrfToken: null,
});
