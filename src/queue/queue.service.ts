import { Injectable } from '@nestjs/common';
import type { DrawShape, SaleState } from '../contract/shapes.js';
import type { EpochStamp } from '../saletime/epoch-stamp.js';
import { AdmissionService } from './admission/admission.service.js';
import { ClaimService } from './admission/claim.service.js';
import { GuardedJoinStore } from './entry/guarded-join.store.js';
import { EpochGuard } from './line/epoch-guard.service.js';
import { DrawService } from './draw/draw.service.js';
import { EpochService, type Extension } from './line/epoch.service.js';
import { FiguresService } from './line/figures.service.js';
import { EntryService } from './entry/entry.service.js';
import { JoinService } from './places/join.service.js';
import { LineRecordCache } from './line/line-record-cache.service.js';
import { PassesService } from './passes/passes.service.js';
import { PlaceIdentity } from './places/place-identity.service.js';
import { PlaceService } from './places/place.service.js';
import { type HolderRef, PlaceStore } from './places/place.store.js';
import { EndedAdmissions, type RevokeResult } from './passes/ended-admissions.service.js';
import { GroupService, type GroupResult } from './places/group.service.js';
import { HandoffService, type HandoffResult, type MoveResult } from './places/handoff.service.js';
import { ReceiptService, type ReceiptResult } from './places/receipt.service.js';
import type { PlaceToken } from './places/place-token.js';
import type {
  Beat,
  BearerResult,
  ClaimResult,
  DeferResult,
  ExtraTimeResult,
  EntryRefusal,
  GroupJoinResult,
  JoinResult,
  JoinTerms,
  LeaveResult,
  Permit,
  PermitResult,
  PlaceResult,
  QueueFigures,
  QueueSetup,
  UncheckedResult,
} from './queue.types.js';

/**
 * The front door of the waiting room: what other rooms may ask of it. It decides nothing itself.
 * Verbs that change a whole sale throw QueueAwayError when the line cannot be reached; those for fans say `away`.
 */
@Injectable()
export class QueueService {
  // more than six: a front door has one for the owner of each verb
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
    private readonly core: EpochGuard,
    private readonly records: LineRecordCache,
    private readonly placeStore: PlaceStore,
    private readonly guarded: GuardedJoinStore,
    private readonly endings: EndedAdmissions,
    private readonly handoffs: HandoffService,
    private readonly groups: GroupService,
    private readonly receipts: ReceiptService,
    private readonly entries: EntryService,
  ) {}

  // ---- the sale

  /** Draws the seed, publishes its commitment and makes the lanes, in Postgres. Idempotent. */
  async prepare(setup: QueueSetup): Promise<{ commitment: string }> {
    return await this.draws.commit(
      setup.saleId,
      setup.lanes.map(({ key }) => key),
      setup.beacon,
    );
  }

  /** Closes the sale to all scripts and gives it a new epoch. Its caller then waits 4 s, unless nothing was running. */
  async beginEpoch(saleId: string): Promise<number> {
    return await this.epochs.begin(saleId);
  }

  /** Writes the line anew from Postgres, between beginEpoch and openEpoch. */
  async restore(setup: QueueSetup, epoch: number): Promise<void> {
    await this.epochs.restore(setup, epoch);
  }

  async openEpoch(saleId: string, epoch: number): Promise<void> {
    await this.epochs.open(saleId, epoch);
  }

  /** False when Redis is there and does not have the line of Postgres' epoch. While nobody can tell: true, for nothing can be rebuilt then. */
  async isAlive(saleId: string): Promise<boolean> {
    return (await this.epochs.isAlive(saleId)) ?? true;
  }

  /** What scripts of the sale must be given; null when the epoch is not known for sure, or Redis is away. */
  async stamp(saleId: string, fresh = false): Promise<EpochStamp | null> {
    return await this.core.stamp(saleId, fresh);
  }

  async setState(saleId: string, state: SaleState): Promise<void> {
    await this.epochs.setState(saleId, state);
  }

  /** The promoter's policy; an older version than the one in force changes nothing. */
  async applySetup(setup: QueueSetup): Promise<void> {
    await this.epochs.applySetup(setup);
  }

  /** More time for every hold, order, admission and deferral of the sale. */
  async extendDeadlines(saleId: string, byMs: number): Promise<Extension> {
    return await this.epochs.extendDeadlines(saleId, byMs);
  }

  /** Fixes the draw at opening, before anybody may see the sale open. Again: the same draw, with its beacon once that is there. */
  async draw(saleId: string): Promise<'drawn' | 'awaiting_beacon'> {
    return await this.draws.fix(saleId);
  }

  /** Draws that have waited for the public beacon for so long. */
  async awaitingBeacon(seconds: number, limit: number): Promise<{ saleId: string; seconds: number }[]> {
    return await this.draws.awaitingBeacon(seconds, limit);
  }

  /** Any node may tick as often as it likes. Null when it was not due or another node did it. */
  async tick(saleId: string): Promise<{ called: number } | null> {
    return await this.admissions.tick(saleId);
  }

  /** A tick with the reading it was decided on: all that a conductor needs of the line. */
  async beat(saleId: string): Promise<Beat> {
    return await this.admissions.beat(saleId);
  }

  /** First `drowsy`, later `asleep`; false when anybody was there in between. */
  async rest(saleId: string, to: 'drowsy' | 'asleep'): Promise<boolean> {
    return await this.admissions.rest(saleId, to);
  }

  /** Of these sales, those that sleep; null while Redis is away. */
  async asleepOf(saleIds: readonly string[]): Promise<Set<string> | null> {
    return await this.epochs.asleepOf(saleIds);
  }

  /**
   * Of these sales, those that Redis has lost or never had, the busiest first; sales of which nobody can tell are not among
   * them. One query and one round trip for all.
   */
  async lostOf(saleIds: readonly string[]): Promise<string[]> {
    return await this.epochs.lostOf(saleIds);
  }

  /** The draw as Postgres has it; null for a sale without a line. */
  async drawOf(saleId: string): Promise<DrawShape | null> {
    return await this.figuresOf.draw(saleId);
  }

  /** Sale time in ms, at most a second behind while the core is away. */
  async now(saleId: string): Promise<number> {
    return await this.figuresOf.now(saleId);
  }

  /** Null when there is no such line, it is being rebuilt, or Redis is away. */
  async figures(saleId: string): Promise<QueueFigures | null> {
    return await this.figuresOf.figures(saleId);
  }

  /** A StockSignal or a CheckoutSignal, each second; older than 5 s it counts as lost. Never throws for being away. */
  async report(saleId: string, source: 'stock' | 'checkout', signal: object): Promise<void> {
    await this.figuresOf.report(saleId, source, signal);
  }

  /** Sockets of this node in each lane, every second or two; older than 5 s they do not count. */
  async reportNode(saleId: string, connected: Record<string, number>): Promise<void> {
    await this.figuresOf.reportNode(saleId, connected);
  }

  // ---- places

  async join(saleId: string, terms: JoinTerms): Promise<JoinResult> {
    return await this.joins.join(saleId, terms);
  }

  /** The networks with the most places; null while Redis is away. */
  async topNetworks(saleId: string, count: number): Promise<{ network: string; places: number }[] | null> {
    return await this.core.orNull(() => this.guarded.topNetworks(saleId, count));
  }

  /** Whose token it is; null for a forged one. Asks no store. */
  readPlace(placeToken: string): PlaceToken | null {
    return this.identity.read(placeToken);
  }

  async place(placeToken: string): Promise<PlaceResult> {
    return await this.places.place(placeToken);
  }

  /** @param isPerson false for a page that renews its pass by itself */
  async claim(placeToken: string, lastPass?: string | null, isPerson = true): Promise<ClaimResult> {
    return await this.claims.claim(placeToken, lastPass ?? null, isPerson);
  }

  async defer(placeToken: string, minutes: number): Promise<DeferResult> {
    return await this.places.defer(placeToken, minutes);
  }

  /** A code that moves the place to another device. */
  async offerHandoff(placeToken: string): Promise<HandoffResult> {
    return await this.handoffs.offer(placeToken);
  }

  async takeHandoff(code: string): Promise<MoveResult> {
    return await this.handoffs.take(code);
  }

  /** A code by which friends share the place. */
  async openGroup(placeToken: string): Promise<GroupResult> {
    return await this.groups.open(placeToken);
  }

  /** A join by a friend's code, instead of `join`. @param device the place token that this device has */
  async joinGroup(
    saleId: string,
    groupCode: string,
    device: string | null,
    entry?: JoinTerms['entry'],
  ): Promise<GroupJoinResult | EntryRefusal> {
    const refusal = entry ? await this.entries.admitMember(saleId, entry) : null;
    return refusal ?? (await this.groups.join(saleId, groupCode, device));
  }

  async extraTime(placeToken: string): Promise<ExtraTimeResult> {
    return await this.places.extraTime(placeToken);
  }

  async receipt(placeToken: string): Promise<ReceiptResult> {
    return await this.receipts.receipt(placeToken);
  }

  /** Which of these places have moved or were left, in their order; null for those that neither. Nothing while Redis is away. */
  async holdersOf(saleId: string, places: readonly HolderRef[]): Promise<(string | null)[]> {
    return (await this.core.orNull(() => this.placeStore.generations(saleId, places))) ?? places.map(() => null);
  }

  async leave(placeToken: string): Promise<LeaveResult> {
    return await this.places.leave(placeToken);
  }

  /** Signs of life of sockets; deferred fans are left out by the caller. */
  async reportPresent(saleId: string, lane: string, positions: readonly number[]): Promise<void> {
    await this.places.reportPresent(saleId, lane, positions);
  }

  /** Null before the draw, or for a lane that is none. */
  async positionOf(saleId: string, lane: string, number: number): Promise<number | null> {
    const record = await this.records.known(saleId);
    return record && this.draws.positionOf(record, lane, number);
  }

  // ---- admissions

  /** Whether a sale goes by this slug, for gates that know no ids. */
  async isSale(saleId: string, slug: string): Promise<boolean> {
    return (await this.figuresOf.recentFigures(saleId))?.slug === slug;
  }

  /** @param saleId when given, a pass of another sale is invalid */
  async permit(pass: string, saleId?: string): Promise<PermitResult> {
    return await this.passes.permit(pass, saleId);
  }

  /** As `permit`, for a script that checks the admission itself. @param fresh after it has refused the epoch as another one */
  async uncheckedPermit(pass: string, saleId: string, fresh = false): Promise<UncheckedResult> {
    return await this.passes.unchecked(pass, saleId, fresh);
  }

  /** Whose pass it is, for reading only: its admission may be over, for instance because its order was paid. */
  async bearer(pass: string): Promise<BearerResult> {
    return await this.passes.bearer(pass);
  }

  /** Frees the slot of an admission that holds nothing any more. Safe to repeat; may be lost, then its deadline does it. */
  async finish(admission: Permit | string, saleId: string): Promise<void> {
    const admissionId = typeof admission === 'string' ? admission : admission.admissionId;
    this.passes.forget(admissionId);
    const result = await this.core.call(saleId, (stamp) => this.placeStore.finish(saleId, stamp, admissionId));
    if (result.kind === 'finished' && result.wasActive) await this.endings.ended([admissionId]);
  }

  /** Ends these admissions, or all of the sale, by order of staff. */
  async revoke(saleId: string, admissionIds: readonly string[]): Promise<RevokeResult> {
    return await this.endings.revoke(saleId, admissionIds);
  }
}
