import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Audience, AudienceKind, NewsByAudience } from '../../contract/live/news.js';
import { Keys } from '../redis/keys.js';
import { RedisService } from '../redis/redis.service.js';
import { writeTogether } from '../redis/write-together.js';
import { Publisher } from './news.store.js';

/** One message to an audience kind: the event's name with its payload. */
export type News<K extends AudienceKind> = {
  [E in keyof NewsByAudience[K]]: { event: E; payload: NewsByAudience[K][E] };
}[keyof NewsByAudience[K]];
/** Subscribers send nothing, so they are pinged; otherwise a dead connection would go unnoticed (redis.service.ts). */
const PING_MS = 5_000;
/** Channels per SUBSCRIBE. */
const SUBSCRIBE_BATCH = 1_000;
/** Messages in flight at once, when one change concerns many audiences. */
const PUBLISH_BATCH = 500;

type Handler = (event: string, payload: unknown, raw: string) => void;

/**
 * Best-effort notifications: receivers re-read the state, so messages may be lost. Carried by Redis pub/sub; each node
 * subscribes to its own audiences only. While Redis is unreachable, messages are dropped and nobody fails.
 */
@Injectable()
export class NewsService implements OnApplicationShutdown {
  private readonly log = new Logger('News');
  private readonly handlers = new Map<string, Set<Handler>>();
  private subscriber: Redis | null = null;
  private pinging: NodeJS.Timeout | null = null;
  /** Whether a SUBSCRIBE failed, so that all are repeated. */
  private mayBeDeaf = false;

  private readonly publisher: Publisher;

  constructor(private readonly redis: RedisService) {
    this.publisher = new Publisher(redis.core);
  }

  async publish<K extends AudienceKind, E extends keyof NewsByAudience[K] & string>(
    audience: Audience<K>,
    event: E,
    payload: NewsByAudience[K][E],
  ): Promise<void> {
    await this.publishEncoded(audience, event, JSON.stringify(payload));
  }

  /** Publishes one event to many audiences, a bounded number at once. Gives up when Redis takes none of a batch. */
  async publishAll<K extends AudienceKind, E extends keyof NewsByAudience[K] & string>(
    event: E,
    items: readonly { audience: Audience<K>; payload: NewsByAudience[K][E] }[],
  ): Promise<void> {
    for (let from = 0; from < items.length; from += PUBLISH_BATCH) {
      const batch = items.slice(from, from + PUBLISH_BATCH);
      const sent = await Promise.all(
        batch.map(({ audience, payload }) => this.send(audience, event, JSON.stringify(payload), this.alone)),
      );
      if (!sent.includes(true)) return;
    }
  }

  /** Does the same for a payload that is already JSON, so that a document published every second is encoded once. */
  async publishEncoded<K extends AudienceKind>(
    audience: Audience<K>,
    event: keyof NewsByAudience[K] & string,
    json: string,
  ): Promise<void> {
    await this.send(audience, event, json, (channel, text) => this.publisher.send(channel, text));
  }

  /**
   * Calls `handler` for each message to the audience until the returned function is called. `json` is the raw payload.
   */
  listen<K extends AudienceKind>(audience: Audience<K>, handler: (news: News<K>, json: string) => void): () => void {
    const channel = Keys.news(audience);
    // the cast is safe: publisher and listener are both typed by this file
    const entry: Handler = (event, payload, json) => handler({ event, payload } as unknown as News<K>, json);
    const present = this.handlers.get(channel);
    if (present) present.add(entry);
    else {
      this.handlers.set(channel, new Set([entry]));
      void this.subscribe(this.connection(), [channel]);
    }
    return () => this.stop(channel, entry);
  }

  /** Returns the names of a kind with listeners in this process. */
  heard(kind: AudienceKind): string[] {
    const prefix = Keys.news(`${kind}:`);
    return [...this.handlers.keys()].flatMap((channel) =>
      channel.startsWith(prefix) ? [channel.slice(prefix.length)] : [],
    );
  }

  onApplicationShutdown(): void {
    if (this.pinging) clearInterval(this.pinging);
    this.subscriber?.disconnect();
  }

  private readonly alone = async (channel: string, text: string): Promise<unknown> => {
    writeTogether(this.redis.core);
    return await this.redis.core.publish(channel, text);
  };

  private async send(
    audience: Audience,
    event: string,
    json: string,
    give: (channel: string, text: string) => Promise<unknown>,
  ): Promise<boolean> {
    try {
      await give(Keys.news(audience), `${event}\n${json}`);
      return true;
    } catch (error) {
      this.log.debug(`${audience} ${event} was not published: ${String(error)}`);
      return false;
    }
  }

  private stop(channel: string, entry: Handler): void {
    const handlers = this.handlers.get(channel);
    if (!handlers?.delete(entry) || handlers.size > 0) return;
    this.handlers.delete(channel);
    void this.connection()
      .unsubscribe(channel)
      .catch(() => undefined); // the connection is gone, and its subscription with it
  }

  /** Repeats every subscription, because ioredis repeats only those that were answered before the connection broke. */
  private async subscribeAgain(subscriber: Redis): Promise<void> {
    this.mayBeDeaf = false;
    const channels = [...this.handlers.keys()];
    for (let from = 0; from < channels.length; from += SUBSCRIBE_BATCH) {
      const wanted = channels.slice(from, from + SUBSCRIBE_BATCH).filter((channel) => this.handlers.has(channel));
      if (wanted.length > 0) await this.subscribe(subscriber, wanted);
    }
  }

  private async subscribe(subscriber: Redis, channels: readonly string[]): Promise<void> {
    try {
      await subscriber.subscribe(...channels);
    } catch (error) {
      this.mayBeDeaf = true;
      this.log.warn(`cannot listen to ${channels.slice(0, 3).join(', ')}, retried: ${String(error)}`);
    }
  }

  private connection(): Redis {
    if (this.subscriber) return this.subscriber;
    const subscriber = this.redis.subscriber();
    this.subscriber = subscriber;
    subscriber.on('ready', () => void this.subscribeAgain(subscriber));
    subscriber.on('message', (channel: string, message: string) => this.deliver(channel, message));
    this.pinging = setInterval(() => {
      // a disconnected one is not pinged, because the ping would wait in its queue
      if (subscriber.status !== 'ready') return;
      subscriber.ping().catch(() => undefined);
      if (this.mayBeDeaf) void this.subscribeAgain(subscriber);
    }, PING_MS);
    this.pinging.unref();
    return subscriber;
  }

  private deliver(channel: string, message: string): void {
    const handlers = this.handlers.get(channel);
    const end = message.indexOf('\n');
    if (!handlers || end < 0) return;
    const json = message.slice(end + 1);
    let payload: unknown;
    try {
      payload = JSON.parse(json);
    } catch {
      this.log.warn(`a message on ${channel} is not JSON`);
      return;
    }
    for (const handler of handlers) {
      try {
        handler(message.slice(0, end), payload, json);
      } catch (error) {
        this.log.error(`a listener of ${channel} failed: ${String(error)}`);
      }
    }
  }
}
