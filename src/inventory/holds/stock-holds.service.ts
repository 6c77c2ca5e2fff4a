import { Injectable } from '@nestjs/common';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { bodyHash } from '../../platform/idempotency/idempotency.service.js';
import { StoreAwayError } from '../../platform/store-away.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { AvailabilityAnnouncer } from '../availability/availability-announcer.js';
import type { Claim } from './claim.rules.js';
import { type HoldPlan, HoldPlans, type Wish } from './hold-plans.js';
import { placesOf, readHold } from './hold.rules.js';
import { type Answer, isAway, pairs } from '../inventory.store.js';
import { HoldStore } from './hold.store.js';
import type {
  AllocationHoldRequest,
  ClaimRefusal,
  CommitResult,
  ExtendResult,
  Hold,
  HoldPermit,
  HoldReader,
  HoldRequest,
  HoldResult,
  ReleaseResult,
  SwapRequest,
  SwapResult,
} from './hold.types.js';
import type { Away } from '../inventory.types.js';
import type { Place, SeatLayout } from '../seats/seat-layout.js';
import { BestSeats, type Proposed } from '../seats/best-seats.js';
import type { StockBook } from '../channels/stock-book.rules.js';
import { SeatLayouts } from '../seats/seat-layouts.js';

/** Proposals of best seats before falling back to the search in Redis; other nodes compete for the same seats. */
const PROPOSALS = 4;
const CALL_KEY_CHARACTERS = 22;

type Planned = { kind: 'answered'; answer: Answer | Away; plan: HoldPlan; layout: SeatLayout } | ClaimRefusal;
type Ask = (claims: readonly Claim[]) => Promise<Answer | Away>;

/**
 * Holds: plans claims, lets one script decide, and maps its reply to a result. All operations are idempotent, so
 * callers may retry after a lost response.
 */
@Injectable()
export class StockHolds {
  private readonly plans = new HoldPlans();

  constructor(
    private readonly store: HoldStore,
    private readonly layouts: SeatLayouts,
    private readonly tokens: Tokens,
    private readonly best: BestSeats,
    private readonly announcer: AvailabilityAnnouncer,
  ) {}

  /** Holds all requested units or none. The same idempotency key returns the same hold, even after it has ended. */
  async hold(request: HoldRequest): Promise<HoldResult> {
    const { saleId } = request;
    const holdSeed = this.tokens.mac('hold', saleId, request.idempotencyKey);
    const { stamp, permit, bodyHash: digest, holdMs, absoluteMs } = request;
    const asked = await this.claim(saleId, request, (plan, { fingerprint }) => (claims) => {
      const call = {
        saleId,
        stamp,
        permit,
        digest,
        holdMs,
        absoluteMs,
        holdSeed,
        terms: plan.terms,
        units: plan.units,
        layout: fingerprint,
      };
      return this.store.holdStock({ ...call, claims: plan.encode(claims) });
    });
    if (asked.kind !== 'answered') return asked;
    return this.announced(saleId, heldFrom(saleId, request.permit.member, asked), 'held');
  }

  /**
   * Holds units from one channel's allocation for a partner, without an admission; the caller must verify the channel's
   * owner.
   */
  async holdAllocation(request: AllocationHoldRequest): Promise<HoldResult> {
    const { saleId } = request;
    const holdSeed = this.tokens.mac('hold', saleId, request.idempotencyKey);
    const asked = await this.claim(saleId, request, (plan, layout) => (claims) => {
      const call = { ...request, holdSeed, digest: request.bodyHash, terms: plan.terms, layout: layout.fingerprint };
      return this.store.holdAllocation({ ...call, claims: plan.encode(claims) });
    });
    return asked.kind === 'answered' ? this.announced(saleId, heldFrom(saleId, '', asked), 'held') : asked;
  }

  /**
   * Exchanges a hold's units atomically; if refused, the hold is unchanged. Deadline and limit never grow. The same key
   * swaps once.
   */
  async swap(request: SwapRequest): Promise<SwapResult> {
    const { saleId, holdId } = request;
    const callKey = this.callKeyOf('swap', saleId, request.idempotencyKey ?? null);
    const callDigest = callKey === '' ? '' : bodyHash(request.items);
    const swap = (plan: HoldPlan, layout: SeatLayout): Ask => {
      const call = { ...request, terms: plan.terms, layout: layout.fingerprint, callKey, callDigest };
      return (claims) => this.store.swap({ ...call, claims: plan.encode(claims) });
    };
    const asked = await this.claim(saleId, request, swap, () => this.seatsOf(request));
    if (asked.kind !== 'answered') return asked;
    const { answer, layout } = asked;
    if (isAway(answer)) return answer;
    if (answer.kind === 'swapped' || answer.kind === 'repeated')
      return this.announced(saleId, { kind: 'swapped', hold: holdFrom(saleId, holdId, answer, layout) }, 'swapped');
    if (answer.kind === 'resting' || answer.kind === 'exchanging_too_fast')
      return { kind: answer.kind, forMs: Number(answer.values[0]) };
    const others = ['mismatch', 'unknown', 'expired', 'committed', 'not_active', 'paused', 'closed', 'stale'] as const;
    return refusalOf(answer, layout) ?? expected(answer, others);
  }

  /**
   * Extends a hold once, never beyond the maximum lifetime set when it was created. The same idempotency key returns
   * the hold.
   */
  async extend(
    saleId: string,
    stamp: EpochStamp,
    holdId: string,
    permit: HoldPermit,
    idempotencyKey: string | null = null,
  ): Promise<ExtendResult> {
    const callKey = this.callKeyOf('extend', saleId, idempotencyKey);
    const answer = await this.store.extend(saleId, stamp, holdId, permit, callKey);
    if (isAway(answer)) return answer;
    if (answer.kind === 'extended' || answer.kind === 'repeated')
      return { kind: 'extended', hold: await this.found(saleId, holdId, answer) };
    return expected(answer, ['unknown', 'expired', 'committed', 'not_extendable', 'not_active', 'closed', 'stale']);
  }

  /** Releases a hold. Idempotent: a hold that has already ended keeps its final state. */
  async release(saleId: string, stamp: EpochStamp, holdId: string, fanKey: string): Promise<ReleaseResult> {
    const answer = await this.store.release(saleId, stamp, holdId, fanKey);
    if (isAway(answer)) return answer;
    if (answer.kind === 'released') {
      const released = { kind: answer.kind, hold: await this.found(saleId, holdId, answer) } as const;
      return this.announced(saleId, released, 'released');
    }
    return expected(answer, ['unknown', 'committed', 'stale']);
  }

  /**
   * Transfers the hold's units to the order; idempotent per order.
   * @param revision of the hold for which the order was written: a hold swapped since then is `expired`. 0 matches any.
   */
  async commit(
    saleId: string,
    stamp: EpochStamp,
    holdId: string,
    fanKey: string,
    orderId: string,
    revision = 0,
  ): Promise<CommitResult> {
    const answer = await this.store.commit(saleId, stamp, holdId, fanKey, orderId, revision);
    if (isAway(answer)) return answer;
    if (answer.kind === 'changed') return { kind: 'expired' };
    if (answer.kind !== 'committed') return expected(answer, ['expired', 'unknown', 'stale']);
    const known = answer.values.length > 1;
    const hold = known ? await this.found(saleId, holdId, answer) : null;
    return this.announced(saleId, { kind: 'committed', hold }, 'committed');
  }

  /**
   * Returns the fan's own hold, for some hours even after it ended; null if unknown or another fan's. Rejects while
   * Redis is down.
   */
  async getHold(saleId: string, holdId: string, fanKey: string): Promise<Hold | null> {
    return await this.readHold(saleId, holdId, { fanKey, admissionId: '' });
  }

  /** Like getHold; also for an admission that has ended, as payment ends it. */
  async readHold(saleId: string, holdId: string, { fanKey, admissionId }: HoldReader): Promise<Hold | null> {
    const answer =
      fanKey === null
        ? await this.store.readHoldOfAdmission(saleId, holdId, admissionId)
        : await this.store.readHold(saleId, holdId, fanKey);
    // Redis being down must not read as "not found": on a 404 the page forgets its hold
    if (isAway(answer)) throw new StoreAwayError('a hold');
    return answer.kind === 'found' ? await this.found(saleId, holdId, answer) : null;
  }

  /** Returns the admission's live holds of this fan, newest first. Rejects while Redis is down. */
  async ownHolds(saleId: string, reader: HoldReader): Promise<Hold[]> {
    const [found, layout] = await Promise.all([this.store.readOwnHolds(saleId, reader), this.layouts.of(saleId)]);
    if (isAway(found)) throw new StoreAwayError('a fan’s holds');
    const { saleNow, holds } = found;
    return holds.map(({ holdId, fields }) => readHold({ saleId, holdId, saleNow, fields }, layout));
  }

  private announced<const R extends { kind: string }>(saleId: string, result: R, changed: R['kind']): R {
    if (result.kind === changed) this.announcer.touch(saleId);
    return result;
  }

  /** Half of the digest tells the few calls on one hold apart. */
  private callKeyOf(verb: 'swap' | 'extend', saleId: string, key: string | null): string {
    return key === null ? '' : this.tokens.mac('hold', verb, saleId, key).slice(0, CALL_KEY_CHARACTERS);
  }

  /** Returns the seats of a hold, which a swap may take again; none if it is unknown or over. */
  private async seatsOf({ saleId, holdId, permit }: SwapRequest): Promise<Place[]> {
    const answer = await this.store.readHold(saleId, holdId, permit.fanKey);
    return isAway(answer) || answer.kind !== 'found' ? [] : placesOf(pairs(answer.values.slice(1)));
  }

  /**
   * Proposes the best seats known to this node; retries if they were taken meanwhile, and finally lets Redis search.
   *
   * @param own seats of the hold being swapped, which are as good as free
   */
  private async withBest(
    saleId: string,
    layout: SeatLayout,
    wanted: readonly Claim[],
    ask: (claims: readonly Claim[]) => Promise<Answer | Away>,
    own: readonly Place[] = [],
  ): Promise<Answer | Away> {
    for (let n = 0; n < PROPOSALS; n += 1) {
      const { isRead, claims, settle } = await this.best.propose(saleId, layout, wanted, own);
      const missing = claims.find(({ accessible, seats }) => accessible && !seats);
      if (missing) {
        settle('refused');
        return isRead ? { kind: 'sold_out', values: [missing.t] } : { kind: 'away' };
      }
      const answer = await settled(ask(claims), settle);
      if (isAway(answer) || answer.kind !== 'seats_taken' || !isOfProposal(answer, claims)) return answer;
      if (n === PROPOSALS - 1 && wanted.some(({ accessible }) => accessible)) return answer;
    }
    return await ask(wanted);
  }

  /**
   * Claims by this node's seat layout, and retries once if Redis reports another layout.
   *
   * @param askWith is called for each attempt
   * @param ownSeats those of a hold being swapped
   */
  private async claim(
    saleId: string,
    wish: Wish,
    askWith: (plan: HoldPlan, layout: SeatLayout) => Ask,
    ownSeats: () => Promise<Place[]> = async () => [],
  ): Promise<Planned> {
    const attempt = async (): Promise<Planned> => {
      const { layout, book } = this.layouts.inMemory(saleId) ?? (await this.stockOf(saleId));
      const plan = this.plans.of(wish, layout, book);
      if (plan.kind !== 'plan') return plan;
      const ask = askWith(plan, layout);
      const needsSearch = plan.claims.some(({ blocks }) => blocks);
      const answer = needsSearch
        ? await this.withBest(saleId, layout, plan.claims, ask, await ownSeats())
        : await ask(plan.claims);
      return { kind: 'answered', layout, plan, answer };
    };
    const first = await attempt();
    if (first.kind !== 'answered' || isAway(first.answer) || first.answer.kind !== 'layout') return first;
    this.layouts.forget(saleId);
    return await attempt();
  }

  private async stockOf(saleId: string): Promise<{ layout: SeatLayout; book: StockBook }> {
    const [layout, book] = await Promise.all([this.layouts.of(saleId), this.layouts.book(saleId)]);
    return { layout, book };
  }

  private async found(saleId: string, holdId: string, answer: Answer): Promise<Hold> {
    return holdFrom(saleId, holdId, answer, await this.layouts.of(saleId));
  }
}

function heldFrom(
  saleId: string,
  admissionId: string,
  { answer, plan, layout }: Extract<Planned, { kind: 'answered' }>,
): HoldResult {
  if (isAway(answer)) return answer;
  if (answer.kind === 'held' || answer.kind === 'repeated') {
    const [saleNow = '', holdId = '', ...told] = answer.values;
    const fresh = answer.kind === 'held';
    const fields = pairs(told);
    if (fresh) addOwn(fields, admissionId, plan.terms);
    const hold = readHold({ saleId, holdId, saleNow: Number(saleNow), fields }, layout, plan.baskets);
    return { kind: 'held', hold, fresh };
  }
  if (answer.kind === 'resting' || answer.kind === 'exchanging_too_fast')
    return { kind: answer.kind, forMs: Number(answer.values[0]) };
  const others = ['mismatch', 'not_active', 'holds_spent', 'paused', 'closed', 'stale'] as const;
  return refusalOf(answer, layout) ?? expected(answer, others);
}

function holdFrom(saleId: string, holdId: string, { values }: Answer, layout: SeatLayout): Hold {
  const [saleNow, ...fields] = values;
  return readHold({ saleId, holdId, saleNow: Number(saleNow), fields: pairs(fields) }, layout);
}

/** Adds the fields a new hold was written with, which the script does not echo. */
function addOwn(fields: Map<string, string>, admissionId: string, terms: string): void {
  fields
    .set('state', 'active')
    .set('admission', admissionId)
    .set('terms', terms)
    .set('extended', '0')
    .set('revision', '1');
}

function refusalOf({ kind, values }: Answer, layout: SeatLayout): ClaimRefusal | null {
  if (kind === 'sold_out') return { kind };
  if (kind === 'line_first') return { kind, forMs: Number(values[0]) };
  if (kind === 'limit_exceeded') return { kind, ticketTypeId: values[0] ?? '', left: Number(values[1] ?? 0) };
  if (kind !== 'seats_taken') return null;
  const seatIds = values.flatMap((name) => {
    const [block, offset] = name.split(':').map(Number);
    return layout.seatAt(block ?? -1, offset ?? -1)?.id ?? [];
  });
  return { kind, seatIds };
}

/** Narrows a reply without values to the allowed kinds; any other kind is a bug on our side. */
function expected<K extends Answer['kind']>({ kind }: Answer, allowed: readonly K[]): { kind: K } {
  const known = allowed.find((candidate) => candidate === kind);
  if (known === undefined) throw new Error(`unexpected reply of an inventory script: ${kind}`);
  return { kind: known };
}

/** Waits for Redis' answer and tells the mirror what became of its proposal. */
async function settled(asking: Promise<Answer | Away>, settle: Proposed['settle']): Promise<Answer | Away> {
  let outcome: Parameters<Proposed['settle']>[0] = 'unknown';
  try {
    const answer = await asking;
    if (!isAway(answer)) outcome = answer.kind === 'held' || answer.kind === 'swapped' ? 'held' : 'refused';
    return answer;
  } finally {
    settle(outcome);
  }
}

/** Returns true if only proposed seats were taken, none that the fan named. */
function isOfProposal({ values }: Answer, claims: readonly Claim[]): boolean {
  const named = claims.filter(({ blocks }) => !blocks).flatMap(({ seats }) => seats ?? []);
  const names = new Set(named.map(([block, offset]) => `${block}:${offset}`));
  return values.length > 0 && !values.some((value) => names.has(value));
}
