import { Injectable } from '@nestjs/common';
import type { HandoffShape, MovedPlaceShape } from '../../contract/line/place-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { NewsService } from '../../platform/news/news.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { FiguresService } from '../line/figures.service.js';
import { EntryService } from '../entry/entry.service.js';
import type { EntryRefusal, JoinTerms, PlaceRefusal } from '../queue.types.js';
import { PlaceIdentity } from './place-identity.service.js';
import { HANDOFF_LIFE_MS } from './place.rules.js';
import { endOfStanding } from './place-replies.js';
import { refusalOf } from './place.service.js';
import { PlaceStore } from './place.store.js';
import { type PlaceToken, readSigned, signPlace } from './place-token.js';

/** `PLACE_SHOPPING`: the place is in use; `HANDOFF_CLOSED`: the sale's policy keeps it on its device. */
export type HandoffResult =
  | ({ kind: 'code' } & HandoffShape)
  | { kind: 'PLACE_SHOPPING' | 'HANDOFF_CLOSED' }
  | PlaceRefusal;
export type MoveResult =
  | ({ kind: 'moved_here' } & MovedPlaceShape)
  | { kind: 'HANDOFF_INVALID' | 'PLACE_SHOPPING' | 'HANDOFF_CLOSED' }
  /** Somebody other than the person whom the place belongs to. */
  | { kind: 'not_holder'; refusal: EntryRefusal }
  | PlaceRefusal;

const RADIX = 36;

/**
 * Moves a place to another device. The code is a signed statement of the place and its generation; taking it raises
 * the generation, so that a code works once and only one device holds the place.
 */
@Injectable()
export class HandoffService {
  // more than six: reads the place, asks for its person, moves it and publishes the move
  constructor(
    private readonly identity: PlaceIdentity,
    private readonly tokens: Tokens,
    private readonly epochs: EpochGuard,
    private readonly store: PlaceStore,
    private readonly entries: EntryService,
    private readonly figures: FiguresService,
    private readonly news: NewsService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async offer(placeToken: string): Promise<HandoffResult> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'PLACE_TOKEN_INVALID') return found;
    const { place } = found;
    const reply = await this.epochs.call(place.saleId, (stamp, record) =>
      this.store.move(this.identity.queryOf(place, record), stamp, 'ask'),
    );
    if (reply.kind === 'stands') return endOfStanding(reply.standing) ?? { kind: 'PLACE_SHOPPING' };
    if (reply.kind !== 'moved_now') return reply.kind === 'HANDOFF_CLOSED' ? reply : refusalOf(reply);
    const slug = (await this.figures.recentFigures(place.saleId))?.slug;
    if (slug === undefined) return { kind: 'away' };
    const expiresAtMs = this.clock.nowMs() + HANDOFF_LIFE_MS;
    const code = signPlace(this.tokens, place, 'handoff', [expiresAtMs.toString(RADIX)]);
    // in the fragment, which browsers do not send, so that the code stays out of access logs
    const url = `${this.config.publicUrl}/s/${encodeURIComponent(slug)}/line#move=${code}`;
    return { kind: 'code', code, url, expiresAt: new Date(expiresAtMs).toISOString() };
  }

  /** Returns the place of a code; null if it is not ours or has expired. */
  placeOf(code: string): PlaceToken | null {
    const signed = readSigned(this.tokens, code, 'handoff');
    const expiresAtMs = Number.parseInt(signed?.more[0] ?? '', RADIX);
    return signed && this.clock.nowMs() < expiresAtMs ? signed.place : null;
  }

  /** @param entry what the sale asks of those who take places, and what this device shows; null if it asks nothing */
  async take(code: string, entry: Omit<NonNullable<JoinTerms['entry']>, 'client'> | null = null): Promise<MoveResult> {
    const place = this.placeOf(code);
    if (!place) return { kind: 'HANDOFF_INVALID' };
    const refusal = entry && (await this.entries.admitHolder(place, entry));
    if (refusal) return { kind: 'not_holder', refusal };
    const reply = await this.epochs.call(place.saleId, (stamp, record) =>
      this.store.move(this.identity.queryOf(this.identity.placed(place, record), record), stamp, 'move'),
    );
    switch (reply.kind) {
      case 'moved_now': {
        const { saleId, lane, number, member, joinedAtMs } = place;
        const { generation } = reply;
        await this.news.publish(`sale:${saleId}`, 'moved', { lane, number, member, generation });
        const placeToken = signPlace(this.tokens, { ...place, generation });
        const joinedAt = new Date(joinedAtMs).toISOString();
        return { kind: 'moved_here', placeToken, number, lane, joinedAt, saleId };
      }
      case 'stands':
        return endOfStanding(reply.standing) ?? { kind: 'PLACE_SHOPPING' };
      case 'HANDOFF_CLOSED':
        return reply;
      case 'PLACE_MOVED': // another device has already taken this code
        return { kind: 'HANDOFF_INVALID' };
      default:
        return refusalOf(reply);
    }
  }
}
