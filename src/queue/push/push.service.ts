import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import type { FanLanguage } from '../../contract/languages.js';
import type { PushMessage } from '../../contract/line/push-shapes.js';
import type { PlaceShape } from '../../contract/line/line-shapes.js';
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
import { normalEmail } from '../../platform/mail/email-address.rules.js';
import {
  cameBack,
  isPushService,
  nearlyLead,
  type PushChannel,
  pushOutcome,
  type PushOutcome,
  pushStep,
} from './push.rules.js';
import { PushSender, type PushSubscription } from './push-sender.js';
import { pushMessage } from './push-words.rules.js';
import { TurnMail } from './turn-mail.js';
import { MailStopsRepository } from './mail-stops.repository.js';
import { type MailPerson, TurnMailsStore } from './turn-mails.store.js';

interface Wish {
  language: FanLanguage;
  /** The show's name, as displayed by the device. */
  show: string;
  slug: string;
}
export type PushWish = PushSubscription & Wish;
export type MailWish = Wish & { email: string };
type Kept = (PushWish | MailWish) & { placeToken: string };
export type PushResult = { kind: 'on' } | { kind: 'not_a_push_service' } | PlaceRefusal;
export type MailResult = { kind: 'on' } | { kind: 'off' } | { kind: 'stopped' } | PlaceRefusal;

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
/** Until an address that has all its places may be tried again: its first places have had their turn by then. */
const ADDRESS_RETRY_MS = 60 * MINUTE_MS;
/** An outcome is read a little after the place has ended. */
const OUTCOME_AFTER_MS = 5_000;

/** Notifies devices when their fan's turn is near, and when it has come. */
@Injectable()
export class PushService {
  private readonly messages: Counter<'channel' | 'result'>;

  // more than six: joins line, place and delivery
  constructor(
    private readonly identity: PlaceIdentity,
    private readonly places: PlaceService,
    private readonly records: LineRecordCache,
    private readonly repository: PushRepository,
    private readonly sender: PushSender,
    private readonly mail: TurnMail,
    private readonly mails: TurnMailsStore,
    private readonly stops: MailStopsRepository,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.messages = metrics.counter('push_messages_total', 'Messages to fans about their turn by channel and result', [
      'channel',
      'result',
    ]);
  }

  get publicKey(): string {
    return this.sender.publicKey;
  }

  /** Returns the sale of a place token; null if the token is not valid. */
  saleIdOf(placeToken: string): string | null {
    return this.identity.read(placeToken)?.saleId ?? null;
  }

  async subscribe(placeToken: string, wish: PushWish): Promise<PushResult> {
    if (!isPushService(wish.endpoint, this.sender.allowedOrigins)) return { kind: 'not_a_push_service' };
    const token = this.identity.read(placeToken);
    if (!token) return { kind: 'PLACE_TOKEN_INVALID' };
    const refusal = await this.refusalOf(placeToken);
    if (refusal) return refusal;
    await this.repository.put(token, this.sealed({ ...wish, placeToken }));
    return { kind: 'on' };
  }

  async subscribeMail(placeToken: string, wish: MailWish): Promise<MailResult> {
    if (this.mail.isOff) return { kind: 'off' };
    const token = this.identity.read(placeToken);
    if (!token) return { kind: 'PLACE_TOKEN_INVALID' };
    const refusal = await this.refusalOf(placeToken);
    if (refusal) return refusal;
    const person = this.mailPersonOf(token.saleId, wish.email);
    if (await this.stops.isStopped(person.inAll)) return { kind: 'stopped' };
    const retryAfterMs = await this.mails.count(token, person);
    if (retryAfterMs > 0) return { kind: 'RATE_LIMITED', retryAfterMs };
    const isKept = await this.repository.putMail(token, this.sealed({ ...wish, placeToken }), person.inSale);
    return isKept ? { kind: 'on' } : { kind: 'RATE_LIMITED', retryAfterMs: ADDRESS_RETRY_MS };
  }

  /** Places that were left or moved are told nothing. */
  private async refusalOf(placeToken: string): Promise<PlaceRefusal | null> {
    const standing = await this.places.place(placeToken);
    if (standing.kind !== 'place') return standing;
    return standing.place.state === 'left' ? { kind: 'PLACE_LEFT' } : null;
  }

  private sealed(kept: Kept): string {
    return this.tokens.seal('push', JSON.stringify(kept));
  }

  async unsubscribe(placeToken: string, channel: PushChannel): Promise<{ kind: 'off' } | PlaceRefusal> {
    const token = this.identity.read(placeToken);
    if (!token) return { kind: 'PLACE_TOKEN_INVALID' };
    // a device that the place has moved away from must not silence the one that has it
    const standing = await this.places.look(placeToken);
    if (standing.kind !== 'place') return standing;
    await this.repository.drop(token, channel);
    return { kind: 'off' };
  }

  isStopLink(sealed: string): boolean {
    return this.mail.addressOfStop(sealed) !== null;
  }

  /** Ends the mails to the address of a stop link, in every sale. Returns false if the link is not ours. */
  async stopMails(sealed: string): Promise<boolean> {
    const email = this.mail.addressOfStop(sealed);
    if (email === null) return false;
    await this.stops.stop(this.mailPersonOf('', email).inAll);
    await this.forget(email);
    return true;
  }

  /** Deletes the mail subscriptions of an address. @returns how many */
  async forget(email: string): Promise<number> {
    const saleIds = await this.repository.mailedSales();
    const persons = saleIds.map((saleId) => this.mailPersonOf(saleId, email).inSale);
    return await this.repository.forget(saleIds, persons);
  }

  private mailPersonOf(saleId: string, email: string): MailPerson {
    const normal = normalEmail(email);
    return {
      inSale: this.tokens.mac('push', 'mail', saleId, normal),
      inAll: this.tokens.mac('push', 'mail-in-all', normal),
    };
  }

  async wanted(saleIds: readonly string[]): Promise<string[]> {
    return await this.repository.wanted(saleIds);
  }

  /** Marks the line's messages that are now due. */
  async look(saleId: string, line: LineReading): Promise<void> {
    if (line.state !== 'on_sale') return;
    const record = await this.records.known(saleId);
    if (!record?.frozenAt) return;
    await this.placeAll(saleId, (lane, number) => this.identity.positionIn(record, lane, number));
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

  async due(channel: PushChannel, limit: number): Promise<DuePush[]> {
    return await this.repository.take(channel, limit);
  }

  async deliver(push: DuePush): Promise<void> {
    const kept = JSON.parse(this.tokens.open('push', push.sealed)) as Kept;
    const standing = await this.places.look(kept.placeToken);
    if (standing.kind === 'away') return await this.repository.await(push.id, LATER_MS);
    if (standing.kind === 'RATE_LIMITED') return await this.later(push);
    if (push.due === 'outcome') {
      const ended = standing.kind === 'place' ? standing.place.state : standing.kind;
      return await this.repository.count(push.id, cameBack(ended));
    }
    if (standing.kind !== 'place') return await this.repository.end(push.id);
    const { place } = standing;
    const step = pushStep(place.state);
    if (step === 'later') return await this.repository.await(push.id, LATER_MS);
    if (step === 'end') return await this.repository.end(push.id);
    if (place.saleState !== 'on_sale') return await this.repository.unmark(push.id);
    const keptMs = Date.parse(place.placeKeptUntil ?? '') - this.clock.nowMs() || MINUTE_MS;
    const outcome = await this.send(push, kept, keptMs);
    this.messages.inc({ channel: push.channel, result: outcome });
    if (outcome === 'gone') return await this.repository.end(push.id);
    // given up after the last try; a turn to come stays
    if (outcome === 'sent' || push.tries >= MAX_TRIES) return await this.settle(push, outcome, place, keptMs);
    await this.later(push);
  }

  private async send(push: DuePush, kept: Kept, keptMs: number): Promise<PushOutcome> {
    const kind = push.due === 'nearly' ? 'nearly' : 'turn';
    const message: PushMessage = pushMessage(kind, kept, Math.max(1, Math.floor(keptMs / MINUTE_MS)));
    if ('email' in kept) {
      // a stop just before the subscription was stored missed it, and so did nodes of a version without stops
      if (await this.stops.isStopped(this.mailPersonOf('', kept.email).inAll)) return 'gone';
      const key = `${kept.slug} ${push.id}`;
      return await this.mail.send(kept.email, message, { key, language: kept.language });
    }
    const ttl = kind === 'nearly' ? NEARLY_TTL_SECONDS : Math.max(60, Math.floor(keptMs / 1_000));
    return await this.sender.send(kept, message, ttl).then(pushOutcome, () => 'again' as const);
  }

  /** A fan whom the line has passed was away: whether this message brought them back is counted when the place ends. */
  private async settle(push: DuePush, outcome: PushOutcome, place: PlaceShape, keptMs: number): Promise<void> {
    if (push.due === 'nearly') return await this.repository.toldNearly(push.id);
    if (outcome !== 'sent' || place.state !== 'waiting') return await this.repository.end(push.id);
    await this.repository.awaitOutcome(push.id, Math.max(0, keptMs) + OUTCOME_AFTER_MS);
  }

  private async later(push: DuePush): Promise<void> {
    await this.repository.postpone(push, doublingDelayMs(retryTerms, push.tries));
  }
}
