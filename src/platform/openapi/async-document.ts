import Type, { type TProperties, type TSchema } from 'typebox';
import { socketEvents } from '../../contract/live/socket-events.js';
import { webhookCatalogue } from '../../contract/partners/webhook-catalogue.js';
import { webhookEventTypes } from '../../contract/partners/webhook-events.js';
import { Problem } from './problem.schema.js';
import { referenceTo } from './references.js';
import { webhookBodyOf } from './webhook-operations.js';

interface AsyncDocument {
  channels: Record<string, object>;
  operations: Record<string, object>;
  components: { messages: Record<string, object>; schemas: Record<string, unknown> };
}

const doors = {
  '/queue': 'For everybody in line; `auth: { placeToken }`.',
  '/shop': 'For admitted fans; `auth: { pass }`.',
  '/control': 'For staff; `auth: { ticket }`, from POST /v1/admin/socket-tickets.',
} as const satisfies Record<keyof typeof socketEvents, string>;

/** Adds one message to a channel and to the components. */
class Messages {
  readonly components: Record<string, object> = {};
  readonly schemas = new Map<string, unknown>();

  add(channel: string, name: string, payload: TSchema, summary?: string): { $ref: string } {
    const key = `${channel}.${name}`;
    this.components[key] = {
      name,
      ...(summary === undefined ? {} : { summary }),
      payload: referenceTo(payload, this.schemas),
    };
    return { $ref: `#/components/messages/${key}` };
  }
}

/** An acknowledgement: the answer, or the problem that HTTP would have returned; its fields also stand at the top. */
const acknowledgement = (name: string, answer: TSchema): TSchema =>
  Type.Union(
    [
      Type.Object({ ...fieldsOf(answer), ok: Type.Literal(true), data: answer }),
      Type.Object({ ...fieldsOf(Problem), ok: Type.Literal(false), problem: Problem }),
    ],
    { title: `${name}Acknowledgement` },
  );

const fieldsOf = (schema: TSchema): TProperties => (Type.IsObject(schema) ? schema.properties : {});

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function addNamespace(document: AsyncDocument, messages: Messages, namespace: keyof typeof socketEvents): void {
  const channel = namespace.slice(1);
  const { server, client } = socketEvents[namespace];
  const own: Record<string, object> = {};
  const refs = (name: string): { $ref: string }[] => [{ $ref: `#/channels/${channel}/messages/${name}` }];
  for (const [event, payload] of Object.entries(server) as [string, TSchema][]) {
    own[event] = messages.add(channel, event, payload);
    document.operations[`${channel}.send.${event}`] = {
      action: 'send',
      channel: { $ref: `#/channels/${channel}` },
      messages: refs(event),
    };
  }
  for (const [event, { payload, answer }] of Object.entries(client) as [
    string,
    { payload: TSchema; answer: TSchema },
  ][]) {
    own[event] = messages.add(channel, event, payload);
    own[`${event}Acknowledgement`] = messages.add(
      channel,
      `${event}Acknowledgement`,
      acknowledgement(capitalized(event), answer),
    );
    document.operations[`${channel}.receive.${event}`] = {
      action: 'receive',
      channel: { $ref: `#/channels/${channel}` },
      messages: refs(event),
      reply: { channel: { $ref: `#/channels/${channel}` }, messages: refs(`${event}Acknowledgement`) },
    };
  }
  document.channels[channel] = {
    address: namespace,
    title: `Socket.IO namespace ${namespace}`,
    description: doors[namespace],
    servers: [{ $ref: '#/servers/node' }],
    messages: own,
  };
}

function addWebhooks(document: AsyncDocument, messages: Messages): void {
  const own = Object.fromEntries(
    webhookEventTypes.map((type) => [
      type,
      messages.add('webhooks', type, webhookBodyOf(type), webhookCatalogue[type].when),
    ]),
  );
  document.channels.webhooks = {
    address: null,
    title: "Partners' webhooks",
    description: 'POST to the endpoint of a partner, signed as Standard Webhooks describe; retried over days.',
    messages: own,
  };
  document.operations['webhooks.send'] = { action: 'send', channel: { $ref: '#/channels/webhooks' } };
}

/** Builds the AsyncAPI 3 document of sockets and webhooks from the schemas behind their types. */
export function asyncApiDocument(publicUrl: string): object {
  const url = new URL(publicUrl);
  const messages = new Messages();
  const document: AsyncDocument = { channels: {}, operations: {}, components: { messages: {}, schemas: {} } };
  for (const namespace of Object.keys(socketEvents) as (keyof typeof socketEvents)[])
    addNamespace(document, messages, namespace);
  addWebhooks(document, messages);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Ropeline events',
      version: '1',
      description: 'What sockets and webhooks carry.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      node: { host: url.host, protocol: url.protocol === 'https:' ? 'wss' : 'ws', pathname: '/socket.io' },
    },
    ...document,
    components: { messages: messages.components, schemas: Object.fromEntries(messages.schemas) },
  };
}
