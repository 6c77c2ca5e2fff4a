import Type, { type Static } from 'typebox';
import { Nullable, Time } from '../schema.js';

/** Who acted: a key or a person of the partner's, the promoter's team, or the service on its own. */
export const PartnerLogActor = Type.Object(
  {
    kind: Type.Enum(['key', 'member', 'promoter', 'service']),
    id: Nullable(Type.String({ description: 'Of the key or the person; null for the promoter and the service.' })),
    name: Nullable(Type.String({ description: 'The name of the key, or the e-mail of the person.' })),
  },
  { title: 'PartnerLogActor' },
);
export type PartnerLogActor = Static<typeof PartnerLogActor>;

export const PartnerLogEntry = Type.Object(
  {
    id: Type.String(),
    at: Time,
    actor: PartnerLogActor,
    action: Type.String({ description: 'Such as `webhook.update`.' }),
    subject: Type.String({ description: 'Id of the endpoint, order, sale, key or person.' }),
    subjectName: Nullable(
      Type.String({ description: 'URL of an endpoint, name of a sale or key, e-mail of a person.' }),
    ),
    details: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'PartnerLogEntry' },
);
export type PartnerLogEntry = Static<typeof PartnerLogEntry>;

/** GET /v1/partner/log. */
export const PartnerLogPage = Type.Object(
  {
    entries: Type.Array(PartnerLogEntry),
    next: Nullable(Type.String({ description: 'Give it as `before` for the next page; null on the last one.' })),
  },
  { title: 'PartnerLogPage' },
);
export type PartnerLogPage = Static<typeof PartnerLogPage>;
