import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Audience, AudienceKind, NewsByAudience } from '../../contract/news.js';
import { Keys } from '../redis/keys.js';
import { RedisService } from '../redis/redis.service.js';
import { writeTogether } from '../redis/write-together.js';

/** One message to an audience kind: the event's name with its payload. */
export type News<K extends AudienceKind> = {
  [E in keyof NewsByAudience[K]]: { event: E; payload: NewsByAudience[K][E] };
}[keyof NewsByAudience[K]];
/** Subscribers send nothing, so they are pinged; otherwise a dead connection would go unnoticed (redis.service.ts). */
const PING_MS = 5_000;

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

  constructor(private readonly redis: RedisService) {}

  async publish<K extends AudienceKind, E extends keyof NewsByAudience[K] & string>(
    audience: Audience<K>,
    event: E,
    payload: NewsByAudience[K][E],
  ): Promise<void> {
    await this.publishEncoded(audience, event, JSON.stringify(payload));
  }

  /** Does the same for a payload that is already JSON, so that a document published every second is encoded once. */
  async publishEncoded<K extends AudienceKind>(
    audience: Audience<K>,
    event: keyof NewsByAudience[K] & string,
    json: string,
  ): Promise<void> {
    writeTogether(this.redis.core);
    try {
      await this.redis.core.publish(Keys.news(audience), `${event}\n${json}`);
    } catch (error) {
      this.log.debug(`${audience} ${event} was not published: ${String(error)}`);
    }
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
      void this.connection()
        .subscribe(channel)
        .catch((error: unknown) => this.log.warn(`cannot listen to ${audience}: ${String(error)}`));
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

  private stop(channel: string, entry: Handler): void {
    const handlers = this.handlers.get(channel);
    if (!handlers?.delete(entry) || handlers.size > 0) return;
    this.handlers.delete(channel);
    void this.connection()
      .unsubscribe(channel)
      .catch(() => undefined); // the connection is gone, and its subscription with it
  }

  /** ioredis resubscribes by itself after a reconnect. */
  private connection(): Redis {
    if (this.subscriber) return this.subscriber;
    const subscriber = this.redis.subscriber();
    this.subscriber = subscriber;
    subscriber.on('message', (channel: string, message: string) => this.deliver(channel, message));
    this.pinging = setInterval(() => {
      // a disconnected one is not pinged, because the ping would wait in its queue
      if (subscriber.status === 'ready') subscriber.ping().catch(() => undefined);
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
