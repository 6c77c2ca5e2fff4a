import { Injectable } from '@nestjs/common';
import type { DrawShape } from '../contract/line/line-shapes.js';
import type { SaleState } from '../contract/sale/sale-shapes.js';
import type { EpochStamp } from '../saletime/epoch-stamp.js';
import { AdmissionService } from './admission/admission.service.js';
import { ClaimService } from './admission/claim.service.js';
import { GuardedJoinStore } from './entry/guarded-join.store.js';
import { PersonPlaces } from './entry/person-places.js';
import { EpochGuard } from './line/epoch-guard.service.js';
import { DrawService } from './draw/draw.service.js';
import { EpochService, type Extension, type ExtensionAsking } from './line/epoch.service.js';
import { FiguresService } from './line/figures.service.js';
import { JoinService } from './places/join.service.js';
import { LineRecordCache } from './line/line-record-cache.service.js';
import { PassesService } from './passes/passes.service.js';
import { PlaceIdentity } from './places/place-identity.service.js';
import { PlaceService } from './places/place.service.js';
import type { HolderRef } from './places/place-arguments.js';
import { PlaceStore } from './places/place.store.js';
import { EndedAdmissions, type RevokeResult } from './passes/ended-admissions.service.js';
import { GroupService } from './places/group.service.js';
import { FIRST_GENERATION, type PlaceToken } from './places/place-token.js';
import type {
  Beat,
  AdmissionSlot,
  BearerResult,
  ClaimResult,
  DeferResult,
  EntryRefusal,
  GroupJoinResult,
  JoinResult,
  JoinTerms,
  PresentTerms,
  LeaveResult,
  LineDifference,
  PermitResult,
  PlaceResult,
  QueueFigures,
  QueueSetup,
  UncheckedResult,
} from './queue.types.js';

/**
 * The waiting room's public facade for other rooms; it only delegates.
 * Methods that change a whole sale throw QueueAwayError while the line is unreachable; those for fans return `away`.
 */
@Injectable()
export class QueueService {
  // more than six: a facade needs the owner of each method
  constructor(
    private readonly epochs: EpochService,
    private readonly draws: DrawService,
    private readonly joins: JoinService,
    private readonly identity: PlaceIdentity,
    private readonly places: PlaceService,
    private readonly claims: ClaimService,
    private readonly admissions: AdmissionService,
    private readonly passes: PassesService,
    private readonly figuresOf: FiguresService,
    private readonly guard: EpochGuard,
    private readonly records: LineRecordCache,
    private readonly placeStore: PlaceStore,
    private readonly guarded: GuardedJoinStore,
    private readonly endings: EndedAdmissions,
    private readonly groups: GroupService,
    private readonly persons: PersonPlaces,
  ) {}

  // ---- the sale

  /** Draws the seed, publishes its commitment and creates the lanes, in Postgres. Idempotent. */
  async prepare(setup: QueueSetup): Promise<{ commitment: string }> {
    return await this.draws.commit(
      setup.saleId,
      setup.lanes.map(({ key }) => key),
      setup.beacon,
    );
  }

  /**
   * Closes the sale to all scripts and raises its epoch. The caller then waits 4 s, unless nothing was running.
   * @param givenUp aborts unless the epoch has been raised
   */
  async beginEpoch(saleId: string, givenUp?: AbortSignal): Promise<number> {
    return await this.epochs.begin(saleId, givenUp);
  }

  /** Rebuilds the line from Postgres, between beginEpoch and openEpoch. */
  async restore(setup: QueueSetup, epoch: number): Promise<LineDifference> {
    return await this.epochs.restore(setup, epoch);
  }

  async openEpoch(saleId: string, epoch: number): Promise<void> {
    await this.epochs.open(saleId, epoch);
  }

  /**
   * Returns false only if Redis is reachable and holds another epoch than Postgres, or none. Returns true if that
   * cannot be determined: nothing could be rebuilt then anyway.
   */
  async isAlive(saleId: string): Promise<boolean> {
    return (await this.epochs.isAlive(saleId)) ?? true;
  }

  /** Returns the stamp that the sale's scripts require; null if the epoch is uncertain or Redis is unreachable. */
  async stamp(saleId: string, fresh = false): Promise<EpochStamp | null> {
    return await this.guard.stamp(saleId, fresh);
  }

  async setState(saleId: string, state: SaleState): Promise<void> {
    await this.epochs.setState(saleId, state);
  }

  /** Applies the promoter's policy; a version older than the one in force is ignored. */
  async applySetup(setup: QueueSetup): Promise<void> {
    await this.epochs.applySetup(setup);
  }

  /** Extends every hold, order, admission and deferral of the sale. */
  async extendDeadlines(saleId: string, byMs: number, asking?: ExtensionAsking): Promise<Extension> {
    return await this.epochs.extendDeadlines(saleId, byMs, asking);
  }

  /** Fixes the draw, before the sale is seen to open. Idempotent: repeated calls only add the beacon once published. */
  async draw(saleId: string): Promise<'drawn' | 'awaiting_beacon'> {
    return await this.draws.fix(saleId);
  }

  /** Lists draws that have waited for the public beacon for longer than `seconds`; by default, for too long. */
  async awaitingBeacon(limit: number, seconds?: number): Promise<{ saleId: string; seconds: number }[]> {
    return await this.draws.awaitingBeacon(limit, seconds);
  }

  /** Completes a draw without the beacon that is late, for staff. The scheduler then opens the sale. */
  async drawWithoutBeacon(saleId: string, actor: string): Promise<'skipped' | 'already' | 'early'> {
    return await this.draws.skipBeacon(saleId, actor);
  }

  /** Ticks and returns the reading it was decided on, so that a conductor needs no other. */
  async beat(saleId: string): Promise<Beat> {
    return await this.admissions.beat(saleId);
  }

  /** Puts the sale to rest in two steps, `drowsy` then `asleep`; returns false if there was activity in between. */
  async rest(saleId: string, to: 'drowsy' | 'asleep'): Promise<boolean> {
    return await this.admissions.rest(saleId, to);
  }

  /** Returns those of the given sales that are asleep; null while Redis is unreachable. */
  async asleepOf(saleIds: readonly string[]): Promise<Set<string> | null> {
    return await this.epochs.asleepOf(saleIds);
  }

  /**
   * Returns those of the given sales that Redis has lost or never held, busiest first; undeterminable ones are omitted.
   * One query and one round trip for all.
   */
  async lostOf(saleIds: readonly string[]): Promise<string[]> {
    return await this.epochs.lostOf(saleIds);
  }

  /** Returns those of the given sales whose Redis server accepts writes. */
  async writableOf(saleIds: readonly string[]): Promise<string[]> {
    return await this.epochs.writableOf(saleIds);
  }

  /** Returns the draw as stored in Postgres; null for a sale without a line. */
  async drawOf(saleId: string): Promise<DrawShape | null> {
    return await this.figuresOf.draw(saleId);
  }

  /** Returns sale time in ms; at most a second behind while core Redis is unreachable. */
  async now(saleId: string): Promise<number> {
    return await this.figuresOf.now(saleId);
  }

  /** Returns null if there is no such line, it is being rebuilt, or Redis is unreachable. */
  async figures(saleId: string): Promise<QueueFigures | null> {
    return await this.figuresOf.figures(saleId);
  }

  /**
   * Reports a StockSignal or CheckoutSignal, once a second; older than 5 s it counts as lost.
   * Never throws because a store is unreachable.
   */
  async report(saleId: string, source: 'stock' | 'checkout', signal: object): Promise<void> {
    await this.figuresOf.report(saleId, source, signal);
  }

  /** Returns the sales whose fans ask this node for their places, with a socket or without. */
  polledSales(): string[] {
    return this.figuresOf.polledSales();
  }

  /** Reports this node's sockets and polling places per lane, every two seconds; older than 5 s it is ignored. */
  async reportNode(saleId: string, connected: Record<string, number>): Promise<void> {
    await this.figuresOf.reportNode(saleId, connected);
  }

  // ---- places

  async join(saleId: string, terms: JoinTerms): Promise<JoinResult> {
    return await this.joins.join(saleId, terms);
  }

  /** Returns the place that a device has; null if it has none, or one that is over. */
  async presentPlace(saleId: string, terms: PresentTerms): Promise<JoinResult | null> {
    return await this.joins.present(saleId, terms);
  }

  /** Returns the networks with the most places; null while Redis is unreachable. */
  async topNetworks(saleId: string, count: number): Promise<{ network: string; places: number }[] | null> {
    return await this.guard.orNull(() => this.guarded.topNetworks(saleId, count));
  }

  /** Returns whether the place was handed to another device since it was taken. */
  hasMoved({ generation }: Pick<PlaceToken, 'generation'>): boolean {
    return generation !== FIRST_GENERATION;
  }

  /** Reads a place token without asking any store; null if it is forged. */
  readPlace(placeToken: string): PlaceToken | null {
    return this.identity.read(placeToken);
  }

  async place(placeToken: string): Promise<PlaceResult> {
    return await this.places.place(placeToken);
  }

  /** @param isPerson false if an unattended page renews its pass */
  async claim(placeToken: string, lastPass?: string | null, isPerson = true): Promise<ClaimResult> {
    return await this.claims.claim(placeToken, lastPass ?? null, isPerson);
  }

  async defer(placeToken: string, minutes: number, idempotencyKey: string | null = null): Promise<DeferResult> {
    return await this.places.defer(placeToken, minutes, idempotencyKey);
  }

  /** Joins by a friend's code instead of `join`. @param device this device's place token */
  async joinGroup(
    saleId: string,
    groupCode: string,
    device: string | null,
    entry?: JoinTerms['entry'],
    callKey: string | null = null,
  ): Promise<GroupJoinResult | EntryRefusal> {
    return await this.groups.join(saleId, groupCode, device, entry ?? null, callKey);
  }

  /**
   * Returns, in the given order, the current generation of a place that moved, `left` for one that was given up, and
   * null for any other; all null while Redis is unreachable.
   */
  async holdersOf(saleId: string, places: readonly HolderRef[]): Promise<(string | null)[]> {
    return (await this.guard.orNull(() => this.placeStore.generations(saleId, places))) ?? places.map(() => null);
  }

  async leave(placeToken: string): Promise<LeaveResult> {
    return await this.places.leave(placeToken);
  }

  /** Reports sockets' signs of life. @param extraTime true if these fans asked for extra time */
  async reportPresent(saleId: string, lane: string, positions: readonly number[], extraTime = false): Promise<void> {
    await this.places.reportPresent(saleId, lane, positions, extraTime);
  }

  /** Returns null before the draw and for an unknown lane. */
  async positionOf(saleId: string, lane: string, number: number): Promise<number | null> {
    const record = await this.records.known(saleId);
    return record && this.draws.positionOf(record, lane, number);
  }

  /**
   * Returns digests of the persons who have or share a place, the same in every sale; empty where the sale asked for no
   * identity. Reads Postgres, so it survives a loss of Redis.
   */
  async personsAt(saleId: string, lane: string, number: number): Promise<string[]> {
    return await this.persons.at(saleId, lane, number);
  }

  // ---- admissions

  /** @param saleId if given, passes of other sales are invalid */
  async permit(pass: string, saleId?: string): Promise<PermitResult> {
    return await this.passes.permit(pass, saleId);
  }

  /**
   * Like `permit`, for a script that checks the admission itself.
   * @param fresh true after the script has refused the epoch as stale
   */
  async uncheckedPermit(pass: string, saleId: string, fresh = false): Promise<UncheckedResult> {
    return await this.passes.unchecked(pass, saleId, fresh);
  }

  /** Identifies a pass's bearer, for reads only: the admission may be over, for instance because its order was paid. */
  async bearer(pass: string): Promise<BearerResult> {
    return await this.passes.bearer(pass);
  }

  /**
   * Returns what a script needs to end an admission; null while Redis is unreachable.
   * @param fresh true after the script has refused the epoch as stale
   */
  async slotOf(saleId: string, admissionId: string, fresh = false): Promise<AdmissionSlot | null> {
    return await this.passes.slotOf(saleId, admissionId, fresh);
  }

  /** Publishes that an admission was ended before its passes expire. */
  async admissionEnded(admissionId: string): Promise<void> {
    await this.endings.ended([admissionId]);
  }

  /** Ends the given admissions on behalf of staff, or all of the sale if none are given. */
  async revoke(saleId: string, admissionIds: readonly string[], asking?: string): Promise<RevokeResult> {
    return await this.endings.revoke(saleId, admissionIds, asking);
  }
}
