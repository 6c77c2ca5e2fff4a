import type { AttemptShape, EndpointShape, MessageShape } from '../../contract/partners/webhook-shapes.js';
import { versionOf } from '../../platform/versions.js';
import { eventBody } from '../events/event-body.js';
import type { EndpointRecord, EndpointSettings } from './endpoints.repository.js';
import type { AttemptRecord, MessageRecord } from './messages.repository.js';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const endpointShape = (record: EndpointRecord): EndpointShape => ({
  ...record,
  disabledAt: iso(record.disabledAt),
  failingSince: iso(record.failingSince),
  pausedUntil: iso(record.pausedUntil),
  createdAt: record.createdAt.toISOString(),
  version: endpointVersion(record),
});

/** Without its state, which changes by itself when a receiver fails. */
export const endpointVersion = ({ url, description, types, concurrency }: EndpointSettings): string =>
  versionOf({ url, description, types: types.toSorted(), concurrency });

export const messageShape = (record: MessageRecord): MessageShape => ({
  messageId: record.eventId,
  type: record.type,
  sequence: Number(record.sequence),
  state: record.state,
  tries: record.tries,
  createdAt: record.createdAt.toISOString(),
  nextAt: record.nextAt.toISOString(),
  doneAt: iso(record.doneAt),
  payload: eventBody({ ...record, id: record.eventId }),
});

export const attemptShape = (record: AttemptRecord): AttemptShape => ({
  messageId: record.eventId,
  at: record.at.toISOString(),
  status: record.status,
  note: record.note,
  tookMs: record.tookMs,
});
