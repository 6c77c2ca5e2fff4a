import type { AttemptShape, EndpointShape, MessageShape } from '../../contract/webhook-shapes.js';
import { eventBody } from '../events/event-body.js';
import type { EndpointRecord } from './endpoints.repository.js';
import type { AttemptRecord, MessageRecord } from './messages.repository.js';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const endpointShape = (record: EndpointRecord): EndpointShape => ({
  ...record,
  disabledAt: iso(record.disabledAt),
  failingSince: iso(record.failingSince),
  pausedUntil: iso(record.pausedUntil),
  createdAt: record.createdAt.toISOString(),
});

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
