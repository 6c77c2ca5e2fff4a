import { Injectable } from '@nestjs/common';
import type { ActionCode } from '../../contract/staff/action-words.js';
import type {
  AttemptsPage,
  EndpointShape,
  EndpointsPage,
  MessageShape,
  MessagesPage,
  QueuedAnswer,
  SecretAnswer,
  SentAnswer,
} from '../../contract/partners/webhook-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type {
  AttemptsQuery,
  EndpointBody,
  EndpointPatchBody,
  EndpointsQuery,
  MessagesQuery,
  ReplayBody,
} from './endpoint-input.types.js';
import { partnerOf } from '../events/stream.rules.js';
import { MessagesService, type Replay } from './messages.service.js';
import { WebhooksService } from './webhooks.service.js';

/** Caller of an endpoint route: `actor` goes into the audit log, `streamId` is the stream that owns the endpoints. */
export interface EndpointCaller {
  actor: string;
  streamId: string;
}
type Details = NonNullable<Parameters<AuditService['record']>[3]>;
const NEWEST = Number.MAX_SAFE_INTEGER;

/**
 * Shared by the promoter's and the partners' endpoint routes: maps results to responses or problems and audits changes.
 */
@Injectable()
export class EndpointCalls {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly deliveries: MessagesService,
    private readonly audit: AuditService,
  ) {}

  async list({ streamId }: EndpointCaller, query: EndpointsQuery): Promise<EndpointsPage> {
    return await this.webhooks.list(streamId, query);
  }

  async read({ streamId }: EndpointCaller, id: string): Promise<EndpointShape> {
    return known(await this.webhooks.read(id, streamId));
  }

  async create(caller: EndpointCaller, body: EndpointBody): Promise<EndpointShape> {
    const result = await this.webhooks.create(body, caller.streamId);
    if (result.kind === 'url_refused') throw new ProblemError('ENDPOINT_URL_REFUSED', { detail: result.why });
    if (result.kind === 'exists') throw new ProblemError('ENDPOINT_EXISTS');
    if (result.kind === 'too_many') throw new ProblemError('ENDPOINT_LIMIT');
    await this.note(caller, 'webhook.create', result.endpoint.id);
    return result.endpoint;
  }

  async update(caller: EndpointCaller, id: string, body: EndpointPatchBody): Promise<EndpointShape> {
    const result = await this.webhooks.update(id, body, caller.streamId);
    if (result.kind === 'unknown') throw new ProblemError('NOT_FOUND');
    if (result.kind === 'conflict') throw new ProblemError('VERSION_CONFLICT');
    if (result.kind === 'url_refused') throw new ProblemError('ENDPOINT_URL_REFUSED', { detail: result.why });
    if (result.kind === 'exists') throw new ProblemError('ENDPOINT_EXISTS');
    await this.note(caller, 'webhook.update', id, { fields: Object.keys(body).join(' ') });
    return result.endpoint;
  }

  async remove(caller: EndpointCaller, id: string): Promise<void> {
    if (!(await this.webhooks.remove(id, caller.streamId))) throw new ProblemError('NOT_FOUND');
    await this.note(caller, 'webhook.remove', id);
  }

  async test(caller: EndpointCaller, id: string): Promise<SentAnswer> {
    const messageId = known(await this.deliveries.test(id, caller.streamId));
    await this.note(caller, 'webhook.test', id);
    return { sent: true, messageId };
  }

  async rotateSecret(caller: EndpointCaller, id: string): Promise<SecretAnswer> {
    const result = await this.webhooks.rotateSecret(id, caller.streamId);
    if (result.kind === 'unknown') throw new ProblemError('NOT_FOUND');
    if (result.kind === 'too_many') throw new ProblemError('ENDPOINT_SECRETS_LIMIT');
    await this.note(caller, 'webhook.rotate_secret', id);
    return { secret: result.secret };
  }

  async replay(caller: EndpointCaller, id: string, body: ReplayBody): Promise<QueuedAnswer> {
    const queued = known(await this.deliveries.replay(id, replayOf(body), caller.streamId));
    await this.note(caller, 'webhook.replay', id, { ...body });
    return { queued: true, ...queued };
  }

  async messages({ streamId }: EndpointCaller, id: string, query: MessagesQuery): Promise<MessagesPage> {
    return known(await this.deliveries.list(id, query, streamId));
  }

  async message({ streamId }: EndpointCaller, id: string, messageId: string): Promise<MessageShape> {
    return known(await this.deliveries.read(id, messageId, streamId));
  }

  async attempts({ streamId }: EndpointCaller, id: string, query: AttemptsQuery): Promise<AttemptsPage> {
    return known(await this.deliveries.attempts(id, query, streamId));
  }

  private async note(caller: EndpointCaller, action: ActionCode, id: string, data: Details = {}): Promise<void> {
    await this.audit.record(caller.actor, action, id, { ...data, partnerId: partnerOf(caller.streamId) });
  }
}

function known<T>(value: T | null): T {
  if (value === null) throw new ProblemError('NOT_FOUND');
  return value;
}

/** Requires exactly one replay selector. */
function replayOf({ messageId, from, to, missed }: ReplayBody): Replay {
  if (
    [messageId, from, missed].filter((each) => each !== undefined).length !== 1 ||
    (from === undefined && to !== undefined)
  )
    throw new ProblemError('VALIDATION_FAILED', { detail: 'Give a messageId, or from (and to), or missed.' });
  if (from !== undefined && to !== undefined && to < from)
    throw new ProblemError('VALIDATION_FAILED', {
      errors: [{ field: 'to', message: 'to must not be less than from' }],
    });
  if (messageId !== undefined) return { messageId };
  return from === undefined ? { missed: true } : { from, to: to ?? NEWEST };
}
