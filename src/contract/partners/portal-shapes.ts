import Type, { type Static } from 'typebox';
import type { ApiScope } from './api-scopes.js';
import { Nullable, Time } from '../schema.js';

/** Scopes of invited portal members: reading, and managing endpoints. Selling requires an API key. */
export const portalScopes: readonly ApiScope[] = [
  'sales:read',
  'events:read',
  'endpoints:read',
  'endpoints:write',
  'log:read',
];

/** GET /v1/admin/partners/{id}/members: who has access to the partner's portal. */
export const PartnerMemberShape = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    invitedBy: Type.String(),
    createdAt: Time,
    joinedAt: Nullable(Type.String({ format: 'date-time', description: 'null: no link was used yet.' })),
    invitedUntil: Nullable(
      Type.String({ format: 'date-time', description: 'When the open invitation ends; null: none is open.' }),
    ),
    seenAt: Nullable(Type.String({ format: 'date-time', description: 'Of the sessions that are open.' })),
  },
  { title: 'PartnerMember' },
);
export type PartnerMemberShape = Static<typeof PartnerMemberShape>;

/** POST /v1/admin/partners/{id}/members: the link appears only here and in the mail. */
export const NewPartnerMemberShape = Type.Object(
  {
    ...PartnerMemberShape.properties,
    link: Type.String({ description: 'Works once.' }),
    mail: Type.Enum(['sent', 'off'], { description: 'off: no mail server is set; pass the link on yourself.' }),
  },
  { title: 'NewPartnerMember' },
);
export type NewPartnerMemberShape = Static<typeof NewPartnerMemberShape>;
