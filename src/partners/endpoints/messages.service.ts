import { Injectable } from '@nestjs/common';
import type { AttemptsPage, MessageShape, MessagesPage } from '../../contract/partners/webhook-shapes.js';
import { newId } from '../../platform/ids.js';
import { HOUSE_STREAM } from '../events/stream.rules.js';
import { attemptShape, messageShape } from './endpoint.shape.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { type MessageFilter, MessagesRepository } from './messages.repository.js';

/** What to replay: one message, a range of sequences, or everything skipped while the endpoint was disabled. */
export type Replay = { messageId: string } | { from: number; to: number } | { missed: true };

export interface Replayed {
  messages: number;
  /** The sequence to go on from; null: there is no more. */
  next: number | null;
}

const PAGE = 100;
/** Limit per replay, so that its statement takes tens of milliseconds. */
export const MAX_REPLAYED = 10_000;

/** Messages of an endpoint, their attempts, and replay. `null` means that the stream has no such endpoint. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly repository: MessagesRepository,
    private readonly endpoints: EndpointsRepository,
  ) {}

  /** Returns newest first. */
  async list(endpointId: string, filter: MessageFilter = {}, streamId = HOUSE_STREAM): Promise<MessagesPage | null> {
    if (!(await this.endpoints.byId(endpointId, streamId))) return null;
    const found = await this.repository.list(endpointId, filter, PAGE + 1);
    const page = found.slice(0, PAGE);
    return { messages: page.map(messageShape), next: found.length > PAGE ? String(page.at(-1)?.cursor) : null };
  }

  async read(endpointId: string, messageId: string, streamId = HOUSE_STREAM): Promise<MessageShape | null> {
    if (!(await this.endpoints.byId(endpointId, streamId))) return null;
    const found = await this.repository.byId(endpointId, messageId);
    return found && messageShape(found);
  }

  /** Returns delivery attempts, newest first, of one message or all. */
  async attempts(
    endpointId: string,
    { messageId = '', before = '' }: { messageId?: string | undefined; before?: string | undefined } = {},
    streamId = HOUSE_STREAM,
  ): Promise<AttemptsPage | null> {
    if (!(await this.endpoints.byId(endpointId, streamId))) return null;
    const found = await this.repository.attempts(endpointId, messageId, before, PAGE + 1);
    const page = found.slice(0, PAGE);
    return { attempts: page.map(attemptShape), next: found.length > PAGE ? String(page.at(-1)?.id) : null };
  }

  /**
   * Sends `endpoint.test` to this endpoint only, whatever it subscribes to and even while it is disabled. Takes no
   * sequence, so that other receivers see no gap. Returns the message's id.
   */
  async test(endpointId: string, streamId = HOUSE_STREAM): Promise<string | null> {
    if (!(await this.endpoints.byId(endpointId, streamId))) return null;
    const messageId = newId('evt');
    await this.repository.insertOwn(endpointId, messageId, 'endpoint.test', { endpointId, message: 'It works.' });
    return messageId;
  }

  /**
   * Makes up to `limit` messages due now, oldest first. Explicitly requested, so they are sent even while the endpoint
   * is disabled.
   */
  async replay(
    endpointId: string,
    what: Replay,
    streamId = HOUSE_STREAM,
    limit = MAX_REPLAYED,
  ): Promise<Replayed | null> {
    if (!(await this.endpoints.byId(endpointId, streamId))) return null;
    if ('messageId' in what)
      return (await this.repository.replayOne(endpointId, what.messageId)) > 0 ? { messages: 1, next: null } : null;
    const { messages, last } =
      'missed' in what
        ? await this.repository.replayMissed(endpointId, limit)
        : await this.repository.replayRange(endpointId, BigInt(what.from), BigInt(what.to), limit);
    return { messages, next: messages < limit || last === null ? null : Number(last) + 1 };
  }
}
