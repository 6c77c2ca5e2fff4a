import type { BeaconVerdict } from '../../../src/contract/line/beacon.js';
import type { Problem } from '../../../src/contract/errors.js';
import type { AdmissionShape, JoinShape, PlaceShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { HandoffRule } from '../../../src/contract/line/handoff-rule.js';
import { mayMove } from '../../../src/contract/line/may-move.js';
import type { ExtraTimeShape } from '../../../src/contract/line/place-shapes.js';
import { aheadOf } from '../../../src/contract/line/standing.js';
import type { QueueServerEvents } from '../../../src/contract/live/socket-events.js';
import { api, type Answer } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { LiveSocket, type LinkState } from '../net/live-socket.js';
import { NewsPulse } from '../net/news-pulse.js';
import { passBox, placeBox } from '../state/boxes.js';
import { hasOrderOf } from '../state/kept-orders.js';
import { isOnServer } from '../state/page-data.js';
import { hearSaleNews } from '../state/sale-news.js';
import { Store } from '../state/store.js';
import { afterRefusal, endOf, placePollMs } from './claim.rules.js';
import type { checkDraw, DrawCheck } from './draw-check.js';
import { emptyLine, isNearFront, turnOf, type LineState } from './line-view.js';
import type { JoinWish } from './take-place.js';

/** Used before the first snapshot supplies `pollAfterMs`. */
const firstPollMs = 2_000;
/** Failed socket attempts before the page also starts polling; reconnecting continues alongside. */
const socketTries = 2;
const shortestClaimPauseMs = 1_500;
/** How often the socket is checked for silence. */
const pulseCheckMs = 1_000;
/** A suspect socket is verified over HTTP; if no answer arrives within this time, the fan is told. */
const doubtToldMs = 1_500;
const doubtTimeoutMs = 4_000;

export interface LineExtras {
  check: DrawCheck | null;
  /** People ahead when the position was first known; defines the rope's full length. */
  startAhead: number | null;
  problem: Problem | null;
}

const stopped: ReadonlySet<string> = new Set(['paused', 'sold_out']);

export type LineSessionState = LineState & LineExtras;

type Ended = NonNullable<LineState['ended']>;

/**
 * One fan in one line: receives snapshots, computes the position on this device and claims the turn. Owns all
 * connections and timers of the waiting room; `stop` ends them.
 */
export class LineSession {
  readonly state: Store<LineSessionState>;
  private socket: LiveSocket<QueueServerEvents> | null = null;
  private pollTimer: ReturnType<typeof setTimeout> | undefined;
  private placeTimer: ReturnType<typeof setTimeout> | undefined;
  private claimTimer: ReturnType<typeof setTimeout> | undefined;
  private httpOnly = false;
  private stopped = false;
  private claimedFor: string | null = null;
  private readonly pulse = new NewsPulse();
  /** The draw's arithmetic, in a chunk of its own because it is not needed before the draw. */
  private checkDraw: typeof checkDraw | null = null;
  private verifyBeacon: ((draw: Snapshot['draw']) => BeaconVerdict) | null = null;
  private isLoadingBeacon = false;

  constructor(
    private readonly slug: string,
    first: Snapshot | undefined,
  ) {
    const kept = placeBox.get(slug);
    this.state = new Store<LineSessionState>({
      ...emptyLine,
      unread: isOnServer(),
      joined: kept ? { number: kept.number, lane: kept.lane } : null,
      // what this device computed before a reload stands until the draw's chunk has computed it again
      position: kept?.position ?? null,
      admitted: false,
      // the place of a fan with tickets is over, and no longer kept here
      ended: !kept && !isOnServer() && hasOrderOf(slug) ? 'used' : null,
      check: null,
      startAhead: kept?.startAhead ?? null,
      problem: null,
    });
    if (first) this.hearSnapshot(first);
  }

  start(): void {
    void this.loadCheck();
    document.addEventListener('visibilitychange', this.wake);
    window.addEventListener('online', this.wake);
    window.addEventListener('offline', this.lose);
    window.addEventListener('pageshow', this.wake);
    if (this.token()) this.connect();
    // what the browser has forgotten or refused to keep, its cookie may know
    else if (!this.state.get().ended) void this.join({ lane: undefined, onlyPresent: true });
    void this.pollSnapshot();
    void this.pollPlace();
  }

  stop(): void {
    this.stopped = true;
    document.removeEventListener('visibilitychange', this.wake);
    window.removeEventListener('online', this.wake);
    window.removeEventListener('offline', this.lose);
    window.removeEventListener('pageshow', this.wake);
    for (const timer of [this.pollTimer, this.placeTimer, this.claimTimer]) clearTimeout(timer);
    this.socket?.close();
  }

  private async loadCheck(): Promise<void> {
    try {
      this.checkDraw = (await import('./draw-check.js')).checkDraw;
      this.locate();
    } catch {
      // retried on failure: without this chunk no position can be shown
      if (!this.stopped) setTimeout(() => void this.loadCheck(), placePollMs);
    }
  }

  /** Returns null while the curve of the beacon's signatures is loading. */
  private beaconVerdictOf({ draw }: Snapshot): BeaconVerdict | null {
    if (draw.beaconChain === null) return 'none';
    if (!this.verifyBeacon) void this.loadBeacon();
    return this.verifyBeacon?.(draw) ?? null;
  }

  private async loadBeacon(): Promise<void> {
    if (this.isLoadingBeacon) return;
    this.isLoadingBeacon = true;
    try {
      this.verifyBeacon = (await import('../../../src/contract/line/beacon.js')).verifyBeacon;
      this.locate();
    } catch {
      if (!this.stopped) setTimeout(() => void this.loadBeacon(), placePollMs);
    } finally {
      this.isLoadingBeacon = false;
    }
  }

  async join(wish: JoinWish): Promise<Answer<JoinShape>> {
    const { takePlace } = await import('./take-place.js');
    const answer = await takePlace(this.slug, wish, this.state.get().snapshot);
    if (answer.kind !== 'ok') return answer;
    const { number, lane } = answer.data;
    const { ended, joined } = this.state.get();
    // a place that is over is kept only for a fan who has tickets by it
    if (ended === 'done' && joined?.number === number && joined.lane === lane) {
      this.end('used');
      return answer;
    }
    this.state.patch({
      joined: { number, lane },
      ended: null,
      problem: null,
      place: null,
      stepUpBefore: null,
      position: null,
      check: null,
      startAhead: null,
    });
    this.locate();
    this.connect();
    return answer;
  }

  /** Claims the turn over the socket if connected, else over HTTP. */
  async claim(): Promise<void> {
    const token = this.token();
    if (!token || this.state.get().claim === 'asking' || this.state.get().admitted) return;
    clearTimeout(this.claimTimer);
    this.state.patch({ claim: 'asking' });
    const pass = passBox.get(this.slug)?.pass;
    const bySocket = await this.socket?.ask<AdmissionShape>('claim', pass ? { pass } : {});
    if (bySocket?.ok) return this.admit(bySocket.data);
    if (bySocket) return this.claimRefused(bySocket.problem);
    const answer = await api.claim(token, pass);
    if (answer.kind === 'ok') return this.admit(answer.data);
    if (answer.kind === 'refused') return this.claimRefused(answer.problem);
    this.claimLater(shortestClaimPauseMs);
  }

  async defer(minutes: number, idempotencyKey: string): Promise<Answer<PlaceShape>> {
    const answer = await api.defer(this.token() ?? '', minutes, idempotencyKey);
    if (answer.kind !== 'ok') return answer;
    const kept = placeBox.get(this.slug);
    // the new token seals the time of the deferral
    if (kept) placeBox.set(this.slug, { ...kept, placeToken: answer.data.placeToken });
    this.hearPlace(answer.data);
    return answer;
  }

  /** The place's token, for other requests about this place. */
  placeToken(): string {
    return this.token() ?? '';
  }

  /** Whether the sale lets this place move to another device, as far as this device knows; the server decides. */
  mayMove(rule: HandoffRule): boolean {
    return mayMove(rule, this.state.get().position, placeBox.get(this.slug)?.isMovedHere === true);
  }

  async askForMoreTime(): Promise<Answer<ExtraTimeShape>> {
    const answer = await api.extraTime(this.placeToken());
    const kept = placeBox.get(this.slug);
    if (answer.kind !== 'ok' || !kept) return answer;
    placeBox.set(this.slug, { ...kept, placeToken: answer.data.placeToken });
    // the server knows a socket by the token it was opened with
    if (this.socket) {
      this.socket.close();
      this.socket = null;
      this.state.patch({ link: 'connecting' });
      this.connect();
    }
    return answer;
  }

  async leave(): Promise<Answer<null>> {
    const answer = await api.leave(this.token() ?? '');
    if (answer.kind === 'ok') this.end('left');
    return answer;
  }

  private token(): string | null {
    return placeBox.get(this.slug)?.placeToken ?? null;
  }

  private connect(): void {
    if (this.socket || this.httpOnly || this.stopped) return;
    this.socket = new LiveSocket<QueueServerEvents>({
      namespace: '/queue',
      auth: () => ({ placeToken: this.token() ?? '' }),
      onLink: (link, failures) => this.hearLink(link, failures),
      onNews: () => this.hearNews(),
      onRefused: (data) => this.socketRefused(data),
      on: {
        snapshot: (snapshot) => this.hearSnapshot(snapshot),
        place: (place) => this.hearPlace(place),
        turn: (turn) => this.hearTurn(turn),
        notice: (notice) => this.hearNotice(notice),
        retry: (hint) => this.hearRetry(hint),
      },
    });
    this.socket.connect();
  }

  private hearLink(link: LinkState, failures: number): void {
    const before = this.state.get().link;
    if (link === 'live') this.state.patch({ link: 'live' });
    else if (before !== 'polling')
      this.state.patch({ link: before === 'live' || failures > 0 ? 'away' : 'connecting' });
    // the socket is down: poll soon, so that the page is never staler than one poll interval
    if (link === 'away' && failures <= socketTries) this.schedulePoll(spread(firstPollMs / 2));
  }

  private hearNews(): void {
    this.pulse.hear(performance.now());
    if (this.state.get().link !== 'live') this.state.patch({ link: 'live' });
  }

  private hearRetry(hint: { afterMs: number; transport: string }): void {
    this.socket?.holdOff(hint.afterMs);
    if (hint.transport !== 'websocket') this.schedulePoll(spread(firstPollMs));
  }

  private socketRefused(data: unknown): boolean {
    const text = JSON.stringify(data ?? '');
    if (!text.includes('PLACE_')) return false;
    this.httpOnly = true;
    this.socket = null;
    return true;
  }

  private hearSnapshot(snapshot: Snapshot): void {
    const before = this.state.get().snapshot;
    if (before && snapshot.version < before.version) return;
    hearSaleNews(this.slug, snapshot);
    const kept = placeBox.get(this.slug);
    if (kept && kept.commitmentSeen === null && snapshot.draw.seed === null) {
      placeBox.set(this.slug, { ...kept, commitmentSeen: snapshot.draw.commitment });
    }
    this.state.patch({ snapshot });
    if (stopped.has(snapshot.state) && before && !stopped.has(before.state)) this.takeCallBack();
    this.locate();
  }

  /** Computes the position: from the draw for numbers up to N, the number itself above. */
  private locate(): void {
    const { snapshot, joined, check, startAhead } = this.state.get();
    if (!snapshot || !joined) return;
    const seen = placeBox.get(this.slug)?.commitmentSeen ?? null;
    const beacon = check || snapshot.draw.seed === null ? 'none' : this.beaconVerdictOf(snapshot);
    if (beacon === null) return;
    const known = check ?? this.checkDraw?.(snapshot, joined.lane, joined.number, seen, beacon);
    if (!known) return;
    const lane = snapshot.lanes[joined.lane];
    const start = startAhead ?? aheadOf(known.position, lane?.serving ?? 0) ?? 0;
    const kept = placeBox.get(this.slug);
    if (kept && (startAhead === null || kept.position !== known.position))
      placeBox.set(this.slug, { ...kept, startAhead: start, position: known.position });
    if (!check || startAhead === null) this.state.patch({ check: known, position: known.position, startAhead: start });
  }

  private hearPlace(place: PlaceShape): void {
    // a closed sale expires every place; the snapshot already reports that
    if (place.saleState === 'closed' && place.state === 'expired') return;
    if (place.moved) return this.end('moved');
    if (place.state === 'done') return this.end(hasOrderOf(this.slug) ? 'used' : 'done');
    if (place.state === 'expired' || place.state === 'left') return this.end(place.state);
    const { ended, stepUpBefore } = this.state.get();
    const stillAsked = place.stepUp ? place.placeKeptUntil : null;
    this.state.patch({
      place,
      stepUpBefore: stillAsked,
      ended: ended === 'expired' || ended === 'left' ? null : ended,
    });
    if (place.state === 'called') this.turnCame();
    // answered elsewhere, or not asked any more
    if (stepUpBefore !== null && stillAsked === null) void this.claim();
  }

  /** A pause or a sell-out ends open calls without a penalty: the line calls again when it goes on. */
  private takeCallBack(): void {
    if (!turnOf(this.state.get())) return;
    this.state.patch({ turn: null, place: null });
    this.schedulePlace(0);
  }

  private hearTurn(turn: { claimBefore: string; placeKeptUntil: string }): void {
    this.state.patch({ turn });
    this.turnCame();
  }

  private hearNotice(notice: NonNullable<Snapshot['notice']>): void {
    const snapshot = this.state.get().snapshot;
    if (snapshot) this.state.patch({ snapshot: { ...snapshot, notice } });
  }

  /** Once the fan has confirmed presence after a lapse, this page answers every later call by itself. */
  private turnCame(): void {
    const turn = turnOf(this.state.get());
    if (this.state.get().claim !== 'insisting' || !turn || turn.claimBefore === this.claimedFor) return;
    this.claimedFor = turn.claimBefore;
    void this.claim();
  }

  /** Goes in by itself from here on: the fan has confirmed an address, or need not any more. */
  stepUpDone(): void {
    this.state.patch({ stepUpBefore: null });
    void this.claim();
  }

  private admit(admission: AdmissionShape): void {
    passBox.set(this.slug, admission);
    this.state.patch({ admitted: true, claim: 'idle', turn: null, problem: null });
  }

  private claimRefused(problem: Problem): void {
    const ended = endOf(problem, hasOrderOf(this.slug));
    if (ended) return this.end(ended);
    const { againMs, change } = afterRefusal(problem);
    this.state.patch(change);
    if (againMs === null) this.state.patch({ claim: 'idle' });
    else this.claimLater(againMs);
  }

  private claimLater(afterMs: number): void {
    if (this.stopped) return;
    this.state.patch({ claim: 'insisting' });
    clearTimeout(this.claimTimer);
    this.claimTimer = setTimeout(() => void this.claim(), Math.max(shortestClaimPauseMs, spread(afterMs)));
  }

  private end(ended: Ended): void {
    clearTimeout(this.claimTimer);
    this.socket?.close();
    this.socket = null;
    placeBox.clear(this.slug);
    passBox.clear(this.slug);
    this.state.patch({ ended, turn: null, claim: 'idle' });
  }

  private readonly wake = (): void => {
    if (document.visibilityState === 'hidden' || this.stopped) return;
    this.socket?.wake();
    clearTimeout(this.pollTimer);
    void this.pollSnapshot(true).then(() => this.socket?.wake());
    this.schedulePlace(0);
  };

  private readonly lose = (): void => this.state.patch({ link: 'away' });

  private schedulePoll(afterMs: number): void {
    clearTimeout(this.pollTimer);
    if (!this.stopped) this.pollTimer = setTimeout(() => void this.pollSnapshot(), afterMs);
  }

  /**
   * Polls while the socket is down; while it is live, only checks that it still delivers.
   * @param woken the device may have slept, through which nothing was heard and no time was counted
   */
  private async pollSnapshot(woken = false): Promise<void> {
    if (this.state.get().link !== 'live') await this.ask();
    else if (woken || this.pulse.isDoubtful(performance.now())) await this.proveLine();
    const { link, snapshot } = this.state.get();
    this.schedulePoll(link === 'live' ? pulseCheckMs : spread(snapshot?.pollAfterMs ?? firstPollMs));
  }

  private async ask(): Promise<void> {
    const answer = await api.snapshot(this.slug);
    if (answer.kind === 'ok') this.hearSnapshot(answer.data);
    if (this.state.get().link !== 'live')
      this.state.patch({ link: answer.kind === 'ok' ? this.linkByPolling() : 'away' });
  }

  /** Probes over HTTP after unusual silence, to tell a quiet sale from a dead connection. */
  private async proveLine(): Promise<void> {
    const tell = setTimeout(this.lose, doubtToldMs);
    const answer = await api.snapshot(this.slug, doubtTimeoutMs);
    clearTimeout(tell);
    if (answer.kind !== 'ok') {
      this.lose();
      return this.socket?.giveUp();
    }
    this.pulse.hear(performance.now());
    this.hearSnapshot(answer.data);
    if (this.state.get().link === 'away') this.state.patch({ link: 'polling' });
  }

  private linkByPolling(): LineState['link'] {
    return this.token() === null || this.state.get().link !== 'connecting' || this.httpOnly ? 'polling' : 'connecting';
  }

  private schedulePlace(afterMs: number): void {
    clearTimeout(this.placeTimer);
    if (!this.stopped) this.placeTimer = setTimeout(() => void this.pollPlace(), afterMs);
  }

  /** Reads the fan's own state: once at the start, then repeatedly near the front while no socket delivers it. */
  private async pollPlace(): Promise<void> {
    const token = this.token();
    const line = this.state.get();
    const needed = line.place === null || (isNearFront(line) && (line.link !== 'live' || line.claim === 'idle'));
    if (token && needed && !line.admitted) {
      const answer = await api.place(token);
      if (answer.kind === 'ok') this.hearPlace(answer.data);
      else if (answer.kind === 'refused') this.placeRefused(answer.problem);
    }
    this.schedulePlace(spread(this.state.get().link === 'live' ? placePollMs * 3 : placePollMs));
  }

  private placeRefused(problem: Problem): void {
    const ended = endOf(problem, hasOrderOf(this.slug));
    if (ended) return this.end(ended);
    if (problem.code !== 'PLACE_TOKEN_INVALID') return;
    this.socket?.close();
    this.socket = null;
    placeBox.clear(this.slug);
    this.state.patch({ joined: null, position: null, check: null, problem });
  }
}
