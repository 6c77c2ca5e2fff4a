import { socketEvents } from '../../contract/live/socket-events.js';
import { webhookEventTypes } from '../../contract/partners/webhook-events.js';
import { asyncApiDocument } from './async-document.js';

interface Document {
  channels: Record<string, { messages: Record<string, object> }>;
  operations: Record<string, { action: string }>;
}

function* references(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref') yield value as string;
    else yield* references(value);
  }
}
const at = (document: unknown, pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);

describe('the AsyncAPI document', () => {
  const document = asyncApiDocument('https://tickets.example') as Document;

  it('has every event of every namespace, and every type of webhook', () => {
    for (const [namespace, { server, client }] of Object.entries(socketEvents)) {
      const channel = document.channels[namespace.slice(1)];
      expect(Object.keys(channel?.messages ?? {})).toEqual(
        expect.arrayContaining([...Object.keys(server), ...Object.keys(client)]),
      );
    }
    expect(Object.keys(document.channels.webhooks?.messages ?? {})).toEqual([...webhookEventTypes]);
  });
  it('answers every client event', () => {
    expect(document.operations['queue.receive.claim']).toMatchObject({
      action: 'receive',
      reply: { messages: [{ $ref: '#/channels/queue/messages/claimAcknowledgement' }] },
    });
  });
  it('refers only to what it holds', () => {
    const dangling = [...references(document)].filter((pointer) => at(document, pointer) === undefined);
    expect(dangling).toEqual([]);
  });
});
