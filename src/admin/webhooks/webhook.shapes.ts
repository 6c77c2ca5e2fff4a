import type { AttemptShape, EndpointShape, MessageShape } from '../../contract/staff-shapes.js';
import type { WebhooksService } from '../../partners/endpoints/webhooks.service.js';

type ItemOf<K extends 'list' | 'messages' | 'attempts'> = Awaited<ReturnType<WebhooksService[K]>>[number];

export const endpointOf = (view: ItemOf<'list'>): EndpointShape => ({
  id: view.id,
  url: view.url,
  types: view.types,
  state: view.state,
  failingSince: view.failingSince?.toISOString() ?? null,
  createdAt: view.createdAt.toISOString(),
});

export const messageOf = (view: ItemOf<'messages'>): MessageShape => ({
  messageId: view.eventId,
  type: view.type,
  sequence: view.sequence,
  state: view.state,
  tries: view.tries,
  nextAt: view.nextAt.toISOString(),
  doneAt: view.doneAt?.toISOString() ?? null,
});

export const attemptOf = (view: ItemOf<'attempts'>): AttemptShape => ({
  at: view.at.toISOString(),
  status: view.status,
  note: view.note,
  tookMs: view.tookMs,
});
