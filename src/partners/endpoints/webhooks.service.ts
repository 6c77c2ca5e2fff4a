import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { webhookEventTypes } from '../../contract/webhook-events.js';
import { judgeUrl } from '../../platform/egress/egress.rules.js';
import { EgressService } from '../../platform/egress/egress.service.js';
import { newId } from '../../platform/ids.js';
import { OutboxService } from '../../platform/outbox/outbox.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { HOUSE_STREAM } from '../relay/relay.repository.js';
import { type AttemptView, type EndpointView, EndpointsRepository, type MessageView } from './endpoints.repository.js';

export type CreateEndpointResult =
  | { kind: 'created'; endpoint: EndpointView; secret: string }
  | { kind: 'url_refused'; why: string }
  | { kind: 'too_many' };

const SECRET_BYTES = 32;
const MAX_ENDPOINTS = 50;
/** Both secrets sign for a day, so that the receiver may change when it likes. */
const ROTATION_HOURS = 24;

/** Endpoints that are told of events. A secret is shown once, when it is made. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly repository: EndpointsRepository,
    private readonly egress: EgressService,
    private readonly tokens: Tokens,
    private readonly outbox: OutboxService,
  ) {}

  /** @param types of events; empty: all. @param secret `whsec_…`; left out: a new random one */
  async create(
    url: string,
    types: readonly string[],
    streamId = HOUSE_STREAM,
    secret = newSecret(),
  ): Promise<CreateEndpointResult> {
    const verdict = judgeUrl(url, this.egress.allowedOrigins);
    if (verdict.kind === 'refused') return { kind: 'url_refused', why: verdict.why };
    const known = types.filter((type) => (webhookEventTypes as readonly string[]).includes(type));
    const endpoint = await this.repository.insert(
      newId('whe'),
      streamId,
      verdict.url.href, // as it was judged: not with the line breaks that reading it has taken out
      known,
      this.tokens.seal('webhook', secret),
      MAX_ENDPOINTS,
    );
    return endpoint ? { kind: 'created', endpoint, secret } : { kind: 'too_many' };
  }

  /** The demo's own receiver: there once, with the secret that it was started with. */
  async ensure(url: string, secret: string): Promise<void> {
    const present = (await this.list()).find((endpoint) => endpoint.url === new URL(url).href);
    if (present) await this.repository.replaceSecret(present.id, this.tokens.seal('webhook', secret), 0);
    else await this.create(url, [], HOUSE_STREAM, secret);
  }

  async list(streamId = HOUSE_STREAM): Promise<EndpointView[]> {
    return await this.repository.list(streamId);
  }

  async remove(id: string, streamId = HOUSE_STREAM): Promise<boolean> {
    return await this.repository.remove(id, streamId);
  }

  /** The new secret; null when there is no such endpoint. The old one signs too for a day. */
  async rotateSecret(id: string): Promise<string | null> {
    const secret = newSecret();
    return (await this.repository.replaceSecret(id, this.tokens.seal('webhook', secret), ROTATION_HOURS))
      ? secret
      : null;
  }

  /** Sends an `endpoint.test` event, by the very path that all events take. */
  async test(id: string): Promise<boolean> {
    if (!(await this.repository.exists(id))) return false;
    await this.outbox.append([{ saleId: null, type: 'endpoint.test', data: { endpointId: id, message: 'It works.' } }]);
    return true;
  }

  /** Sends a message again, now. */
  async replay(endpointId: string, eventId: string): Promise<boolean> {
    return await this.repository.replay(endpointId, eventId);
  }

  async messages(endpointId: string): Promise<MessageView[]> {
    return await this.repository.messages(endpointId);
  }

  async attempts(endpointId: string, eventId: string): Promise<AttemptView[]> {
    return await this.repository.attempts(endpointId, eventId);
  }
}

const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
