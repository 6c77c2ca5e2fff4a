import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { isTally } from '../../contract/line/abuse-shapes.js';
import { mayNeedStepUp } from '../../contract/line/network-share.js';
import { Clock } from '../../platform/clock/clock.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Tallies } from '../../platform/tally/tallies.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { isDrawn } from '../draw/draw.rules.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import type { NumberTaken } from './join-batch.js';
import { PlainJoins } from './plain-joins.js';
import { PlaceStore } from './place.store.js';
import { PlaceIdentity } from './place-identity.service.js';
import { newPlace, type PlaceToken, readPlace, signPlace } from './place-token.js';
import { AccessCodesService } from '../codes/access-codes.service.js';
import { type Admitted, EntryService } from '../entry/entry.service.js';
import { RepeatedJoins } from '../entry/repeated-joins.js';
import { GuardedJoinStore, type JoinProof, type SamePlace } from '../entry/guarded-join.store.js';
import { GuardedJoins } from '../entry/guarded-joins.js';
import type { EntryRefusal, JoinResult, JoinTerms, PresentTerms } from '../queue.types.js';

/** Retry delay if no more numbers could be reserved. */
const RETRY_MS = 1_000;
type Proven = Extract<Admitted, { kind: 'proven' }>;

/** Takes places: gives a unique number and the token that states it. */
@Injectable()
export class JoinService {
  private readonly joins: Counter<'result'>;

  // more than six: entry rules, both kinds of join, and the token
  constructor(
    private readonly plain: PlainJoins,
    private readonly places: PlaceStore,
    private readonly epochs: EpochGuard,
    private readonly entries: EntryService,
    private readonly identity: PlaceIdentity,
    private readonly guarded: GuardedJoins,
    private readonly guardedStore: GuardedJoinStore,
    private readonly repeats: RepeatedJoins,
    private readonly codes: AccessCodesService,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly tallies: Tallies,
    metrics: Metrics,
  ) {
    this.joins = metrics.counter('queue_joins_total', 'Joins by result', ['result']);
  }

  /** Returns the device's present place, or takes a new one by the given proofs. */
  async join(saleId: string, terms: JoinTerms): Promise<JoinResult> {
    const { device } = terms;
    const present = device ? await this.placeOfDevice(saleId, device, terms) : null;
    const result =
      present === null || present.kind === 'over' ? await this.entered(saleId, terms, present?.place ?? null) : present;
    this.joins.inc({ result: result.kind });
    // being asked for an identity is the way in for those who have shown none yet
    const isAsked = result.kind === 'identity_required' && terms.entry?.proofs.identity === undefined;
    if (isTally(result.kind) && !isAsked) this.tallies.add(saleId, result.kind);
    return result;
  }

  /** Returns the device's present place, and takes none: null if it has none, or one that is over. */
  async present(saleId: string, terms: PresentTerms): Promise<JoinResult | null> {
    const present = await this.placeOfDevice(saleId, terms.device, terms);
    return present === null || present.kind === 'over' ? null : present;
  }

  private async entered(saleId: string, terms: JoinTerms, over: PlaceToken | null): Promise<JoinResult> {
    const once = await this.repeats.once(saleId, terms, () => this.enter(saleId, terms, over));
    return once.kind === 'same' ? this.placeAgain(saleId, once) : once;
  }

  /**
   * @param over the device's place that is over: it is given up once the proofs are found good, and its lane may be
   *   joined again without an access code
   */
  private async enter(saleId: string, terms: JoinTerms, over: PlaceToken | null): Promise<JoinResult> {
    const { lane, entry } = terms;
    if (!entry) {
      if (lane === undefined) return { kind: 'lane_unknown' };
      if (over && (await this.giveUp(over)) === 'unknown') return { kind: 'away' };
      return await this.take(saleId, lane);
    }
    const wish = lane ?? over?.lane;
    const admitted = await this.entries.admit(saleId, wish, entry, over !== null && wish === over.lane);
    const isReady = admitted.kind === 'plain' || admitted.kind === 'proven';
    if (over && (isReady || isPlace(admitted, over))) {
      const left = await this.giveUp(over);
      if (left === 'unknown') return { kind: 'away' };
      // only one of several concurrent joins has the right to the lane
      if (left !== 'left_now' || !isReady) return await this.enter(saleId, terms, null);
    }
    switch (admitted.kind) {
      case 'plain':
        return await this.take(saleId, admitted.lane);
      case 'proven':
        return await this.takeProven(saleId, admitted);
      case 'same':
        this.tallies.add(saleId, 'person_again');
        return this.placeAgain(saleId, admitted);
      default:
        return admitted;
    }
  }

  private async take(saleId: string, lane: string): Promise<JoinResult> {
    const taken = await this.plain.take(saleId, lane);
    return taken.kind === 'number' ? this.placeAt(saleId, lane, taken.number) : refusalOf(taken);
  }

  private async takeProven(saleId: string, { lane, proof, codeDigest }: Proven): Promise<JoinResult> {
    const taken = await this.guarded.take(saleId, lane, proof);
    switch (taken.kind) {
      case 'number':
        if (codeDigest !== null && !(await this.spendCode(saleId, lane, taken.number, { proof, codeDigest })))
          return { kind: 'code_invalid' };
        // a proved person has answered already
        return this.placeAt(saleId, lane, taken.number, proof.person ? {} : { networkPlaces: taken.networkPlaces });
      case 'same':
        this.tallies.add(saleId, 'person_again');
        return this.placeAgain(saleId, taken);
      case 'elsewhere':
      case 'had_turn':
        return taken;
      case 'spent':
        return { kind: 'challenge_invalid' };
      default:
        return refusalOf(taken);
    }
  }

  /** Spends the access code only once the number is taken: a crash in between wastes a number, not a code. */
  private async spendCode(
    saleId: string,
    lane: string,
    number: number,
    { proof, codeDigest }: { proof: JoinProof; codeDigest: string },
  ): Promise<boolean> {
    try {
      if (await this.codes.spend(saleId, codeDigest)) return true;
    } catch (error) {
      await this.epochs.orNull(() => this.guardedStore.undo(saleId, lane, number, proof));
      throw error;
    }
    await this.epochs.orNull(() => this.guardedStore.giveUp(saleId, lane, number));
    return false;
  }

  private placeAgain(
    saleId: string,
    same: Omit<SamePlace, 'kind'> & { networkPlaces?: number },
  ): Extract<JoinResult, { kind: 'repeated' | 'taken' }> {
    return { ...this.placeAt(saleId, same.lane, same.number, same), kind: 'repeated' };
  }

  private placeAt(
    saleId: string,
    lane: string,
    number: number,
    known: { generation?: string; member?: number; networkPlaces?: number } = {},
  ): Extract<JoinResult, { kind: 'taken' | 'repeated' }> {
    const joinedAtMs = this.clock.nowMs();
    const fresh = newPlace(saleId, lane, number, joinedAtMs);
    const { generation = fresh.generation, member = fresh.member, networkPlaces = 0 } = known;
    const evidence = mayNeedStepUp(networkPlaces) ? networkPlaces : 0;
    const place = { ...fresh, generation, member, networkPlaces: evidence };
    return {
      kind: 'taken',
      placeToken: signPlace(this.tokens, place),
      number,
      lane,
      joinedAt: new Date(joinedAtMs).toISOString(),
    };
  }

  /** Returns the device's place in this sale; null if it has none or left it; `over` if another one may be taken. */
  private async placeOfDevice(
    saleId: string,
    device: string,
    terms: Pick<JoinTerms, 'hasTickets'>,
  ): Promise<JoinResult | { kind: 'over'; place: PlaceToken } | null> {
    const place = readPlace(this.tokens, device);
    if (place?.saleId !== saleId) return null;
    const generation = await this.epochs.orNull(
      async () => (await this.places.generation(saleId, place)) ?? place.generation,
    );
    if (generation === null) return { kind: 'away' };
    if (generation !== place.generation) return null;
    const { number, lane, joinedAtMs } = place;
    switch (await this.standingOf(place, terms)) {
      case 'unknown':
        return { kind: 'away' };
      case 'left':
        return null;
      case 'over':
        return { kind: 'over', place };
      case 'stays':
        return { kind: 'repeated', placeToken: device, number, lane, joinedAt: new Date(joinedAtMs).toISOString() };
    }
  }

  /**
   * A place is over that expired, or whose time to shop ended without a ticket: with tickets it stays, so that the limits
   * by place hold. No place is over before the draw.
   */
  private async standingOf(
    place: PlaceToken,
    { hasTickets }: Pick<JoinTerms, 'hasTickets'>,
  ): Promise<'stays' | 'over' | 'left' | 'unknown'> {
    const reply = await this.epochs.call(place.saleId, async (stamp, record) => {
      if (!isDrawn(record)) return { kind: 'undrawn' as const };
      const ref = this.identity.placed(place, record);
      const read = await this.places.read(this.identity.queryOf(ref, record), stamp);
      if (read.kind !== 'place') return read;
      const isDone = read.standing === 'done' && hasTickets !== undefined;
      const has = isDone ? await hasTickets(this.identity.fanKeyOf(ref)) : read.standing !== 'expired';
      if (has === null) return { kind: 'unknown' as const };
      return has ? read : { kind: 'over' as const };
    });
    switch (reply.kind) {
      case 'over':
      case 'unknown':
        return reply.kind;
      case 'PLACE_UNKNOWN':
        return 'unknown';
      case 'PLACE_LEFT':
        return 'left';
      default:
        return 'stays';
    }
  }

  /** Gives up a place that is over. Only one of several concurrent joins gets `left_now`. */
  private async giveUp(place: PlaceToken): Promise<'left_now' | 'left' | 'unknown'> {
    const reply = await this.epochs.call(place.saleId, async (stamp, record) =>
      this.places.leave(this.identity.queryOf(this.identity.placed(place, record), record), stamp, true),
    );
    if (reply.kind === 'left_now') return 'left_now';
    return reply.kind === 'PLACE_LEFT' ? 'left' : 'unknown';
  }
}

const isPlace = (admitted: Admitted | EntryRefusal | SamePlace, { lane, number, member }: PlaceToken): boolean =>
  admitted.kind === 'same' && admitted.lane === lane && admitted.number === number && (admitted.member ?? 0) === member;

/** Maps a refused number to the join's result. */
function refusalOf(
  taken: Exclude<NumberTaken, { kind: 'number' }>,
): Extract<JoinResult, { kind: 'overloaded' | 'closed' | 'not_open' | 'lane_unknown' | 'away' }> {
  switch (taken.kind) {
    case 'full':
      return { kind: 'overloaded', retryAfterMs: RETRY_MS };
    case 'state':
      return { kind: taken.state === 'closed' ? 'closed' : 'not_open' };
    case 'lane_unknown':
    case 'away':
      return taken;
  }
}
