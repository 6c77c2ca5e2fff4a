import { Injectable } from '@nestjs/common';
import { EXTRA_TIME_FACTOR } from '../../contract/line/place-shapes.js';
import { DEFERRALS_MAX } from '../../contract/line/defer-bounds.js';
import type { PlaceShape } from '../../contract/line/line-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { FiguresService } from '../line/figures.service.js';
import type { HolderRef } from './place-arguments.js';
import { PlaceIdentity } from './place-identity.service.js';
import { bareShapeOf, placeShapeOf } from './place.shape.js';
import { PlaceStore, PRESENT_BATCH } from './place.store.js';
import { endOfStanding, type PlaceGuard } from './place-replies.js';
import { PolledPlaces } from './polled-places.js';
import { EndedAdmissions } from '../passes/ended-admissions.service.js';
import type { DeferResult, ExtraTimeResult, LeaveResult, PlaceRef, PlaceRefusal, PlaceResult } from '../queue.types.js';

const MINUTE_MS = 60_000;

/** Reads, defers and gives up fans' places, and takes their signs of life. */
@Injectable()
export class PlaceService {
  // more than six dependencies: whoever reads a place is also counted as present
  constructor(
    private readonly identity: PlaceIdentity,
    private readonly epochs: EpochGuard,
    private readonly store: PlaceStore,
    private readonly figures: FiguresService,
    private readonly clock: Clock,
    private readonly endings: EndedAdmissions,
    private readonly polled: PolledPlaces,
  ) {}

  /** Returns the place; counts as a sign of life. `away` while Redis is unreachable: nobody knows how it stands then. */
  async place(placeToken: string): Promise<PlaceResult> {
    return await this.standingOf(placeToken, 'read');
  }

  /** Like `place`, but does not count as a sign of life. */
  async look(placeToken: string): Promise<PlaceResult> {
    return await this.standingOf(placeToken, 'look');
  }

  private async standingOf(placeToken: string, how: 'read' | 'look'): Promise<PlaceResult> {
    const token = this.identity.read(placeToken);
    if (!token) return { kind: 'PLACE_TOKEN_INVALID' };
    const { saleId } = token;
    let position: number | null = null;
    const reply = await this.epochs.call(saleId, async (stamp, record) => {
      const query = this.identity.queryOf(token, record);
      position = query.position || null;
      return await this.store.read(query, stamp, how);
    });
    const place = { ...token, position };
    if (reply.kind === 'PLACE_LEFT') return { kind: 'place', place: bareShapeOf(place, 'left') };
    if (reply.kind !== 'place') return refusalOf(reply);
    if (how === 'read') this.polled.saw(saleId, place.lane, place.number);
    const lane = (await this.figures.recentFigures(saleId))?.lanes[place.lane] ?? null;
    return { kind: 'place', place: placeShapeOf(place, reply, lane, this.clock.nowMs()) };
  }

  /**
   * @param minutes how long the turn is deferred; capped at 30 min after S passed the place
   * @param idempotencyKey a call repeated with it is answered as the first, and counts once
   */
  async defer(placeToken: string, minutes: number, idempotencyKey: string | null = null): Promise<DeferResult> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'PLACE_TOKEN_INVALID') return found;
    const { place } = found;
    if (place.deferrals >= DEFERRALS_MAX) return { kind: 'DEFER_LIMIT' };
    const reply = await this.epochs.call(place.saleId, (stamp, record) =>
      this.store.defer(
        this.identity.queryOf(place, record),
        stamp,
        minutes * MINUTE_MS,
        this.identity.callKeyOf(place, idempotencyKey),
      ),
    );
    switch (reply.kind) {
      case 'deferred':
        return {
          kind: 'deferred',
          saleId: place.saleId,
          placeToken: this.identity.tokenOf(place, {
            deferrals: reply.deferrals,
            deferredUntilSaleMs: reply.untilSaleMs,
          }),
          place: this.deferredShape(place, reply),
        };
      case 'stands':
        return reply.standing === 'undrawn' ? { kind: 'SALE_NOT_OPEN' } : { kind: 'DEFER_LIMIT' };
      case 'DEFER_LIMIT':
      case 'IDEMPOTENCY_MISMATCH':
      case 'PLACE_DONE':
      case 'PLACE_EXPIRED':
      case 'away':
        return reply;
      default:
        return refusalOf(reply);
    }
  }

  /** Returns a token that doubles the fan's times. Idempotent; granted to every place that is still usable. */
  async extraTime(placeToken: string): Promise<ExtraTimeResult> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'PLACE_TOKEN_INVALID') return found;
    const { place } = found;
    const reply = await this.epochs.call(place.saleId, (stamp, record) =>
      this.store.read({ ...this.identity.queryOf(place, record), extraTime: true }, stamp),
    );
    if (reply.kind !== 'place') return refusalOf(reply);
    const over = endOfStanding(reply.standing);
    if (over) return over;
    const extended = this.identity.tokenOf(place, { extraTime: true });
    return { kind: 'extra_time', factor: EXTRA_TIME_FACTOR, saleId: place.saleId, placeToken: extended };
  }

  /** Gives the place up for good. Idempotent. */
  async leave(placeToken: string): Promise<LeaveResult> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'PLACE_TOKEN_INVALID') return found;
    const { place } = found;
    const reply = await this.epochs.call(place.saleId, async (stamp, record) => {
      const query = this.identity.queryOf(place, record);
      const left = await this.store.leave(query, stamp);
      return left.kind === 'left_now' ? { ...left, admissionId: query.admissionId } : left;
    });
    if (reply.kind === 'left_now' && reply.ended) await this.endings.ended([reply.admissionId]);
    return reply.kind === 'left_now' || reply.kind === 'PLACE_LEFT' ? { kind: 'left_now' } : refusalOf(reply);
  }

  /**
   * Returns, in the given order, the current generation of a place that moved, `left` for one that was given up, and
   * null for any other; all null while Redis is unreachable.
   */
  async holdersOf(saleId: string, places: readonly HolderRef[]): Promise<(string | null)[]> {
    return (await this.epochs.orNull(() => this.store.generations(saleId, places))) ?? places.map(() => null);
  }

  /**
   * Reports signs of life of fans with a socket. May be lost: a node repeats them within seconds.
   * @param extraTime true if these fans asked for extra time
   */
  async reportPresent(saleId: string, lane: string, positions: readonly number[], extraTime = false): Promise<void> {
    for (let from = 0; from < positions.length; from += PRESENT_BATCH) {
      const batch = positions.slice(from, from + PRESENT_BATCH);
      const reply = await this.epochs.call(saleId, (stamp) =>
        this.store.reportPresent(saleId, lane, stamp, batch, extraTime),
      );
      if (reply.kind === 'away') return;
    }
  }

  private deferredShape(place: PlaceRef, { untilSaleMs, saleMs }: { untilSaleMs: number; saleMs: number }): PlaceShape {
    const deferredUntil = new Date(this.clock.nowMs() + untilSaleMs - saleMs).toISOString();
    // how many are ahead was not read
    return { ...bareShapeOf(place, 'deferred'), ahead: null, deferredUntil };
  }
}

/** Maps a script guard's refusal to the fan's. */
export function refusalOf(guard: Exclude<PlaceGuard, { kind: 'stale' }> | { kind: 'away' }): PlaceRefusal {
  // a number that was never given: the token is forged, or predates a loss beyond the reserved numbers
  return guard.kind === 'PLACE_UNKNOWN' ? { kind: 'PLACE_TOKEN_INVALID' } : guard;
}
