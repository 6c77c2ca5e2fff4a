import { Injectable } from '@nestjs/common';
import type { PlaceShape } from '../../contract/shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { FiguresService } from '../line/figures.service.js';
import { PlaceIdentity } from './place-identity.service.js';
import { bareShapeOf, placeShapeOf } from './place.shape.js';
import { type PlaceGuard, PlaceStore, PRESENT_BATCH } from './place.store.js';
import type { DeferResult, LeaveResult, PlaceRef, PlaceRefusal, PlaceResult } from '../queue.types.js';

const DEFERRALS_MAX = 2;
const MINUTE_MS = 60_000;

/** A fan's place: how it stands, putting it off, giving it up, and signs of life. */
@Injectable()
export class PlaceService {
  constructor(
    private readonly identity: PlaceIdentity,
    private readonly core: EpochGuard,
    private readonly store: PlaceStore,
    private readonly figures: FiguresService,
    private readonly clock: Clock,
  ) {}

  /** Counts as a sign of life. While Redis is away: what the token tells, marked stale. */
  async place(placeToken: string): Promise<PlaceResult> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'invalid') return found;
    const { place } = found;
    const reply = await this.core.call(place.saleId, async (stamp, record) => {
      const query = this.identity.queryOf(place, record);
      const read = await this.store.read(query, stamp);
      return read.kind === 'place' ? { ...read, position: query.position || null } : read;
    });
    if (reply.kind === 'away') return { kind: 'place', place: bareShapeOf(place, 'waiting', true) };
    if (reply.kind === 'left') return { kind: 'place', place: bareShapeOf(place, 'left', false) };
    if (reply.kind !== 'place') return refusalOf(reply);
    const lane = (await this.figures.recentFigures(place.saleId))?.lanes[place.lane] ?? null;
    return {
      kind: 'place',
      place: placeShapeOf({ ...place, position: reply.position }, reply, lane, this.clock.nowMs()),
    };
  }

  /** @param minutes how long the fan wants to be passed over; at most 30 min after it was */
  async defer(placeToken: string, minutes: number): Promise<DeferResult> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'invalid') return found;
    const { place } = found;
    if (place.deferrals >= DEFERRALS_MAX) return { kind: 'defer_limit' };
    const reply = await this.core.call(place.saleId, (stamp, record) =>
      this.store.defer(this.identity.queryOf(place, record), stamp, minutes * MINUTE_MS),
    );
    switch (reply.kind) {
      case 'deferred':
        return {
          kind: 'deferred',
          placeToken: this.identity.deferredToken(place, reply.untilSaleMs),
          place: this.deferredShape(place, reply),
        };
      case 'stands':
        return reply.standing === 'undrawn' ? { kind: 'not_open' } : { kind: 'defer_limit' };
      case 'defer_limit':
      case 'done':
      case 'expired':
      case 'away':
        return reply;
      default:
        return refusalOf(reply);
    }
  }

  /** Gives the place up for good. */
  async leave(placeToken: string): Promise<LeaveResult> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'invalid') return found;
    const { place } = found;
    const reply = await this.core.call(place.saleId, (stamp, record) =>
      this.store.leave(this.identity.queryOf(place, record), stamp),
    );
    if (reply.kind === 'left_now' || reply.kind === 'left') return { kind: 'left_now' };
    return reply.kind === 'away' ? reply : refusalOf(reply);
  }

  /** Signs of life of fans with a socket. May be lost: a node reports them again within seconds. */
  async reportPresent(saleId: string, lane: string, positions: readonly number[]): Promise<void> {
    for (let from = 0; from < positions.length; from += PRESENT_BATCH) {
      const batch = positions.slice(from, from + PRESENT_BATCH);
      const reply = await this.core.call(saleId, (stamp) => this.store.reportPresent(saleId, lane, stamp, batch));
      if (reply.kind === 'away') return;
    }
  }

  private deferredShape(place: PlaceRef, { untilSaleMs, saleMs }: { untilSaleMs: number; saleMs: number }): PlaceShape {
    const deferredUntil = new Date(this.clock.nowMs() + untilSaleMs - saleMs).toISOString();
    return { ...bareShapeOf(place, 'deferred', false), deferredUntil };
  }
}

/** What a guard of the scripts means to the fan. */
export function refusalOf(guard: Exclude<PlaceGuard, { kind: 'stale' }>): PlaceRefusal {
  // a number that was never given: the token is forged, or from before a loss that took more than was reserved
  return guard.kind === 'unknown' ? { kind: 'invalid' } : guard;
}
