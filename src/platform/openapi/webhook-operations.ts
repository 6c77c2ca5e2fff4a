import Type, { type TSchema } from 'typebox';
import { webhookCatalogue } from '../../contract/partners/webhook-catalogue.js';
import { WebhookBody, type WebhookEventType, webhookEventTypes } from '../../contract/partners/webhook-events.js';
import { withReferences } from './references.js';

/** Returns the webhook body with the data of one type. */
export const webhookBodyOf = (type: WebhookEventType): TSchema =>
  Type.Object({ ...WebhookBody.properties, type: Type.Literal(type), data: webhookCatalogue[type].data });

const header = (name: string, description: string): object => ({
  ...{ name, in: 'header', required: true, description },
  schema: { type: 'string' },
});
const headers = [
  header('webhook-id', 'The id of the event, the same in every delivery.'),
  header('webhook-timestamp', 'Of this delivery, in seconds since 1970.'),
  header('webhook-signature', 'One signature for each secret in use, separated by spaces. One must match.'),
];
const answers = {
  '2XX': { description: 'Delivered. The body is ignored.' },
  '410': { description: 'Disables the endpoint. Missed events stay replayable.' },
  '4XX': { description: 'Delivered again later, for about three days. Retry-After is honoured.' },
  '5XX': { description: 'The same.' },
};

/** Describes every event as a call to a partner's endpoint. Named schemas are collected in `found`. */
export function webhookOperations(found: Map<string, unknown>): Record<string, object> {
  const operationOf = (type: WebhookEventType): object => {
    const { when, example } = webhookCatalogue[type];
    const envelope = { id: 'evt_06f3k2v8r1c9m4t7x0p5b2n6qz', version: 1, type, timestamp: '2026-05-01T10:00:00.000Z' };
    const place =
      type === 'endpoint.test' ? { sequence: 0, previousSequence: null } : { sequence: 28, previousSequence: 27 };
    const content = {
      schema: withReferences(webhookBodyOf(type), found),
      example: { ...envelope, ...place, data: example },
    };
    return {
      ...{ operationId: `webhook_${type.replaceAll('.', '_')}`, tags: ['webhooks'], summary: when },
      ...{ parameters: headers, requestBody: { required: true, content: { 'application/json': content } } },
      ...{ responses: answers, security: [] },
    };
  };
  return Object.fromEntries(webhookEventTypes.map((type) => [type, { post: operationOf(type) }]));
}
