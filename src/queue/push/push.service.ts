import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Clock } from '../../platform/clock/clock.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { doublingDelayMs } from '../../platform/work/retry.rules.js';
import { LineRecordCache } from '../line/line-record-cache.service.js';
import type { LineReading } from '../line/line.reading.js';
import { PlaceIdentity } from '../places/place-identity.service.js';
import { PlaceService } from '../places/place.service.js';
import type { PlaceRefusal } from '../queue.types.js';
import { type DuePush, PushRepository } from './push.repository.js';
import { isPushService, nearlyLead, pushOutcome, pushStep } from './push.rules.js';
import { PushSender, type PushSubscription } from './push-sender.js';
import { type PushLanguage, pushMessage } from './push-words.rules.js';

export interface PushWish extends PushSubscription {
  language: PushLanguage;
  /** The show's name, as displayed by the device. */
  show: string;
  slug: string;
}
type Kept = PushWish & { placeToken: string };
export type PushResult = { kind: 'on' } | { kind: 'not_a_push_service' } | PlaceRefusal;

/** Rows placed per statement, short enough for the event loop. */
const UNPLACED_AT_ONCE = 1_000;
/** Pages of a round, far beyond the subscriptions of one sale; the next round goes on. */
const MAX_PAGES = 200;
const retryTerms = { firstMs: 2_000, longestMs: 30_000 };
/** About two minutes of retries; a later message is useless. */
const MAX_TRIES = 6;
const LATER_MS = 10_000;
const NEARLY_TTL_SECONDS = 180;
const MINUTE_MS = 60_000;

/** Notifies devices when their fan's turn is near, and when it has come. */
@Injectable()
export class PushService {
  private readonly messages: Counter<'result'>;

  // more than six: joins line, place and delivery
  constructor(
    private readonly identity: PlaceIdentity,
    private readonly places: PlaceService,
    private readonly records: LineRecordCache,
    private readonly repository: PushRepository,
    private readonly sender: PushSender,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.messages = metrics.counter('push_messages_total', 'Push messages to fans by result', ['result']);
  }

  get publicKey(): string {
    return this.sender.publicKey;
  }

  async subscribe(placeToken: string, wish: PushWish): Promise<PushResult> {
    if (!isPushService(wish.endpoint, this.sender.allowedOrigins)) return { kind: 'not_a_push_service' };
    const token = this.identity.read(placeToken);
    if (!token) return { kind: 'invalid' };
    const standing = await this.places.place(placeToken); // refuses places that were left or moved
    if (standing.kind !== 'place') return standing;
    if (standing.place.stale) return { kind: 'away' };
    if (standing.place.state === 'left') return { kind: 'left' };
    const kept: Kept = { ...wish, placeToken };
    await this.repository.put(token, this.tokens.seal('push', JSON.stringify(kept)));
    return { kind: 'on' };
  }

  async unsubscribe(placeToken: string): Promise<{ kind: 'off' } | PlaceRefusal> {
    const token = this.identity.read(placeToken);
    if (!token) return { kind: 'invalid' };
    // a device that the place has moved away from must not silence the one that has it
    const standing = await this.places.look(placeToken);
    if (standing.kind !== 'place') return standing;
    if (standing.place.stale) return { kind: 'away' };
    await this.repository.drop(token);
    return { kind: 'off' };
  }

  async wanted(saleIds: readonly string[]): Promise<string[]> {
    return await this.repository.wanted(saleIds);
  }

  /** Marks the line's messages that are now due. */
  async look(saleId: string, line: LineReading): Promise<void> {
    if (line.state !== 'on_sale') return;
    const record = await this.records.known(saleId);
    if (!record?.frozenAt) return;
    await this.placeAll(saleId, (lane, number) => this.identity.positionOf(record, lane, number));
    const lead = nearlyLead(line.ratePerMinute);
    for (const { key, serving } of line.lanes) await this.repository.mark(saleId, key, serving, lead);
  }

  /** Places everybody before anybody is marked: the first in line may have subscribed last. */
  private async placeAll(saleId: string, positionOf: (lane: string, number: number) => number | null): Promise<void> {
    for (let after = 0n, page = 0; page < MAX_PAGES; page += 1) {
      const unplaced = await this.repository.unplaced(saleId, after, UNPLACED_AT_ONCE);
      await this.repository.place(
        unplaced.flatMap(({ id, lane, number }) => {
          const position = positionOf(lane, number);
          return position === null ? [] : [{ id, position }];
        }),
      );
      after = unplaced.at(-1)?.id ?? after;
      if (unplaced.length < UNPLACED_AT_ONCE) return;
    }
  }

  async due(limit: number): Promise<DuePush[]> {
    return await this.repository.take(limit);
  }

  async deliver(push: DuePush): Promise<void> {
    const { placeToken, ...wish } = JSON.parse(this.tokens.open('push', push.sealed)) as Kept;
    const standing = await this.places.look(placeToken);
    if (standing.kind === 'away' || standing.kind === 'rate_limited') return await this.later(push, 'away');
    const step = standing.kind === 'place' ? pushStep(standing.place.state, standing.place.stale) : 'end';
    if (step === 'later') return await this.repository.await(push.id, LATER_MS);
    if (step === 'end' || standing.kind !== 'place') return await this.repository.end(push.id);
    if (standing.place.saleState !== 'on_sale') return await this.repository.unmark(push.id);
    const keptMs = Date.parse(standing.place.placeKeptUntil ?? '') - this.clock.nowMs() || MINUTE_MS;
    const message = pushMessage(push.due, wish, Math.max(1, Math.floor(keptMs / MINUTE_MS)));
    const ttl = push.due === 'nearly' ? NEARLY_TTL_SECONDS : Math.max(60, Math.floor(keptMs / 1_000));
    const outcome = await this.sender.send(wish, message, ttl).then(pushOutcome, () => 'again' as const);
    this.messages.inc({ result: outcome });
    if (outcome === 'sent') return await this.repository.told(push);
    if (outcome === 'gone') return await this.repository.end(push.id);
    await this.later(push, 'again');
  }

  private async later(push: DuePush, why: 'away' | 'again'): Promise<void> {
    if (why === 'again' && push.tries >= MAX_TRIES) return await this.repository.told(push); // given up; a turn to come stays
    await this.repository.postpone(push.id, doublingDelayMs(retryTerms, push.tries));
  }
}
