import type { PartnerLogActor, PartnerLogEntry } from '../../contract/partners/partner-log-shapes.js';
import type { PartnerLogRow } from './partner-log.repository.js';

/** Builds a partner's view of an entry: who of the promoter's team acted is not its business. */
export function entryShape(row: PartnerLogRow): PartnerLogEntry {
  const { partnerId: _partner, ...details } = row.data;
  const { action, subject, subjectName } = row;
  return {
    ...{ id: String(row.id), at: row.at.toISOString(), actor: actorOf(row) },
    ...{ action, subject, subjectName, details },
  };
}

function actorOf({ actor, keyName, memberEmail }: PartnerLogRow): PartnerLogActor {
  const id = actor.slice(actor.indexOf(':') + 1);
  if (keyName !== null) return { kind: 'key', id, name: keyName };
  if (memberEmail !== null) return { kind: 'member', id, name: memberEmail };
  return { kind: actor === 'system' ? 'service' : 'promoter', id: null, name: null };
}
