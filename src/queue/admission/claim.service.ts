import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { needsStepUp } from '../../contract/line/network-share.js';
import { Clock } from '../../platform/clock/clock.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Tallies } from '../../platform/tally/tallies.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { FiguresService } from '../line/figures.service.js';
import { placesGiven } from '../line/places-given.rules.js';
import { keysOf } from '../draw/draw.service.js';
import { PassesService } from '../passes/passes.service.js';
import { PlaceIdentity } from '../places/place-identity.service.js';
import { refusalOf } from '../places/place.service.js';
import { wallTimeOf } from '../../saletime/wall-time.js';
import type { ClaimReply } from '../places/place-replies.js';
import { PlaceStore } from '../places/place.store.js';
import type { ClaimResult, PlaceRef } from '../queue.types.js';

/** Retry delays: short near the front, long far from it. */
const RETRY_NEAR_MS = 2_000;
const RETRY_FAR_MS = 10_000;

/** Handles fans' claims: of a turn, of a running admission, or of an admission lost with Redis. */
@Injectable()
export class ClaimService {
  private readonly claims: Counter<'result'>;

  // more than six: who claims, whether the network is crowded, what is signed and counted
  constructor(
    private readonly identity: PlaceIdentity,
    private readonly epochs: EpochGuard,
    private readonly store: PlaceStore,
    private readonly passes: PassesService,
    private readonly clock: Clock,
    private readonly figures: FiguresService,
    private readonly tallies: Tallies,
    metrics: Metrics,
  ) {
    this.claims = metrics.counter('queue_claims_total', 'Claims by result', ['result']);
  }

  /**
   * @param lastPass the page's last pass, after an outage
   * @param isPerson false if an unattended page renews its pass, which does not extend the slot
   */
  async claim(placeToken: string, lastPass: string | null = null, isPerson = true): Promise<ClaimResult> {
    const result = await this.decide(placeToken, lastPass, isPerson);
    this.claims.inc({ result: result.kind });
    return result;
  }

  private async decide(placeToken: string, lastPass: string | null, isPerson: boolean): Promise<ClaimResult> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'PLACE_TOKEN_INVALID') return found;
    const { place } = found;
    const isSuspect = await this.isSuspect(place);
    const reply = await this.epochs.call(place.saleId, async (stamp, record) => {
      const query = this.identity.queryOf(place, record);
      const lastUntil =
        lastPass === null
          ? 0
          : await this.passes.goodUntilBefore(lastPass, place.saleId, query.admissionId, stamp.epoch);
      const fanKey = this.identity.fanKeyOf(place);
      const claimed = await this.store.claim(query, keysOf(record), stamp, fanKey, lastUntil, isPerson, isSuspect);
      if (claimed.kind === 'admitted') return { ...claimed, epoch: stamp.epoch, admissionId: query.admissionId };
      return claimed.kind === 'NOT_YET' ? { ...claimed, position: query.position || null } : claimed;
    });
    switch (reply.kind) {
      case 'admitted':
        if (reply.isObserved) this.tallies.add(place.saleId, 'step_up_observed');
        return await this.admitted(place, reply);
      case 'STEP_UP_REQUIRED':
        if (reply.isFirst) this.tallies.add(place.saleId, 'step_up_asked');
        return {
          kind: 'STEP_UP_REQUIRED',
          answerBefore: wallTimeOf(place.saleId, reply.untilSaleMs, reply.saleMs, this.clock.nowMs()),
        };
      case 'NOT_YET':
        return {
          kind: 'NOT_YET',
          position: reply.position,
          retryAfterMs: reply.nearFront ? RETRY_NEAR_MS : RETRY_FAR_MS,
        };
      case 'state':
        return stateRefusal(reply.state);
      case 'PLACE_DONE':
      case 'PLACE_EXPIRED':
      case 'GROUP_SHOPPING':
      case 'away':
        return reply;
      default:
        return refusalOf(reply);
    }
  }

  /** Most places carry no evidence, and cost no look at the figures. Without figures only the evidence counts. */
  private async isSuspect({ saleId, networkPlaces }: PlaceRef): Promise<boolean> {
    if (networkPlaces === 0) return false;
    const figures = await this.figures.recentFigures(saleId);
    return needsStepUp(networkPlaces, figures ? placesGiven(figures) : 0);
  }

  private async admitted(
    { saleId, lane }: PlaceRef,
    admitted: Extract<ClaimReply, { kind: 'admitted' }> & { epoch: number; admissionId: string },
  ): Promise<ClaimResult> {
    const { pass, expiresAtMs } = await this.passes.sign({ saleId, lane, ...admitted });
    // if renewed in time, an admission lasts until its time to shop or its holds end, whichever is later
    const ends = Math.max(admitted.deadlineSaleMs, admitted.shopUntilSaleMs);
    return {
      kind: 'admitted',
      pass,
      expiresAt: new Date(expiresAtMs).toISOString(),
      admissionEndsAt: wallTimeOf(saleId, ends, admitted.saleMs, this.clock.nowMs()),
      idleUntil: wallTimeOf(saleId, admitted.deadlineSaleMs, admitted.saleMs, this.clock.nowMs()),
      members: admitted.members,
    };
  }
}

function stateRefusal(state: string): ClaimResult {
  if (state === 'paused') return { kind: 'SALE_PAUSED' };
  if (state === 'sold_out') return { kind: 'SOLD_OUT' };
  return state === 'closed' ? { kind: 'SALE_CLOSED' } : { kind: 'SALE_NOT_OPEN' };
}
