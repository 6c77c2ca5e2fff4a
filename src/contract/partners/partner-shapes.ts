import Type, { type Static } from 'typebox';
import { apiScopes } from './api-scopes.js';
import { Nullable, Time, nextPage } from '../schema.js';
import { SaleShape } from '../sale/sale-shapes.js';

/** GET /v1/admin/partners/{id}. */
export const PartnerShape = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    email: Type.String(),
    createdAt: Time,
    archivedAt: Nullable(Time),
    version: Type.String({ description: 'Of name and e-mail; sent back with a change, another one is a conflict.' }),
  },
  { title: 'Partner' },
);
export type PartnerShape = Static<typeof PartnerShape>;

/** GET /v1/admin/api-keys: never includes the key itself. */
export const ApiKeyShape = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    partnerId: Nullable(Type.String({ description: "null: the promoter's own." })),
    prefix: Type.String({ description: 'How the key begins, to recognise it by.' }),
    scopes: Type.Array(Type.Enum([...apiScopes])),
    state: Type.Enum(['active', 'expired', 'revoked']),
    createdAt: Time,
    expiresAt: Nullable(Time),
    revokedAt: Nullable(Time),
    lastUsedAt: Nullable(Type.String({ format: 'date-time', description: 'Accurate to a minute.' })),
  },
  { title: 'ApiKey' },
);
export type ApiKeyShape = Static<typeof ApiKeyShape>;

/** POST /v1/admin/api-keys and …/rotate: the only responses that contain a key. */
export const NewApiKeyShape = Type.Object(
  { id: Type.String(), key: Type.String({ description: 'Shown only here.' }), prefix: Type.String() },
  { title: 'NewApiKey' },
);
export type NewApiKeyShape = Static<typeof NewApiKeyShape>;

/** GET /v1/partner/me, and POST /v1/partner/sessions. */
export const PartnerSelfShape = Type.Object(
  {
    partner: Nullable(
      Type.Object({ id: Type.String(), name: Type.String() }, { description: "null: the promoter's own key." }),
    ),
    scopes: Type.Array(Type.Enum([...apiScopes])),
    key: Nullable(ApiKeyShape),
    member: Nullable(
      Type.Object({ id: Type.String(), email: Type.String() }, { description: 'Who is signed in to the portal.' }),
    ),
    csrfToken: Nullable(
      Type.String({ description: 'The header x-csrf-token of calls that change something by cookie; null for a key.' }),
    ),
  },
  { title: 'PartnerSelf' },
);
export type PartnerSelfShape = Static<typeof PartnerSelfShape>;

/** GET /v1/partner/sales. */
export const PartnerSalesPage = Type.Object(
  {
    sales: Type.Array(SaleShape),
    next: nextPage('after'),
  },
  { title: 'PartnerSalesPage' },
);
export type PartnerSalesPage = Static<typeof PartnerSalesPage>;
