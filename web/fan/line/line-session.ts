import type { JoinShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { Answer } from '../net/api.js';
import { passBox, placeBox } from '../state/boxes.js';
import { hearSaleNews } from '../state/sale-news.js';
import { Store } from '../state/store.js';
import { DrawnPosition } from './drawn-position.js';
import { LineLink } from './line-link.js';
import { firstLineState, tokenOf, type Ended, type LineSessionState } from './line-state.js';
import type { Turn } from './line-view.js';
import { OwnPlace } from './own-place.js';
import type { JoinWish } from './take-place.js';
import { TurnClaim } from './turn-claim.js';

const stopped: ReadonlySet<string> = new Set(['paused', 'sold_out']);

/**
 * One fan in one line: its link to the server, its place, its position and its turn. Owns all connections and timers of
 * the waiting room; `stop` ends them.
 */
export class LineSession {
  readonly state: Store<LineSessionState>;
  readonly link: LineLink;
  readonly place: OwnPlace;
  private readonly turn: TurnClaim;
  private readonly drawn: DrawnPosition;

  constructor(
    readonly slug: string,
    first: Snapshot | undefined,
  ) {
    const state = new Store<LineSessionState>(firstLineState(slug));
    this.state = state;
    this.link = new LineLink(slug, state, {
      snapshot: (snapshot) => this.hearSnapshot(snapshot),
      place: (place) => this.place.hear(place),
      turn: (turn) => this.hearTurn(turn),
      notice: (notice) => this.hearNotice(notice),
    });
    this.drawn = new DrawnPosition(slug, state);
    this.turn = new TurnClaim(slug, state, this.link, this.end);
    this.place = new OwnPlace(slug, state, this.link, this.turn, this.end);
    if (first) this.hearSnapshot(first);
  }

  start(): void {
    this.drawn.start();
    document.addEventListener('visibilitychange', this.wake);
    window.addEventListener('online', this.wake);
    window.addEventListener('offline', this.link.lose);
    window.addEventListener('pageshow', this.wake);
    if (tokenOf(this.slug)) this.link.connect();
    // what the browser has forgotten or refused to keep, its cookie may know
    else if (!this.state.get().ended) void this.join({ lane: undefined, onlyPresent: true });
    void this.link.poll();
    void this.place.poll();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.wake);
    window.removeEventListener('online', this.wake);
    window.removeEventListener('offline', this.link.lose);
    window.removeEventListener('pageshow', this.wake);
    for (const part of [this.link, this.place, this.turn, this.drawn]) part.stop();
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
    this.drawn.locate();
    this.link.connect();
    return answer;
  }

  async claim(): Promise<void> {
    await this.turn.press();
  }

  /** Goes in by itself from here on: the fan has confirmed an address, or need not any more. */
  stepUpDone(): void {
    this.state.patch({ stepUpBefore: null });
    void this.turn.press();
  }

  /** The place's token, for other requests about this place. */
  readonly placeToken = (): string => tokenOf(this.slug) ?? '';

  /** The place is over: nothing of it is kept or heard here any more. */
  readonly end = (ended: Ended): void => {
    this.turn.cancel();
    this.link.close();
    placeBox.clear(this.slug);
    passBox.clear(this.slug);
    this.state.patch({ ended });
  };

  private hearSnapshot(snapshot: Snapshot): void {
    const before = this.state.get().snapshot;
    if (before && snapshot.version < before.version) return;
    hearSaleNews(this.slug, snapshot);
    const kept = placeBox.get(this.slug);
    if (kept && kept.commitmentSeen === null && snapshot.draw.seed === null)
      placeBox.set(this.slug, { ...kept, commitmentSeen: snapshot.draw.commitment });
    this.state.patch({ snapshot });
    if (stopped.has(snapshot.state) && before && !stopped.has(before.state)) this.place.takeCallBack();
    this.drawn.locate();
  }

  private hearTurn(turn: Turn): void {
    this.state.patch({ turn });
    this.turn.called();
  }

  private hearNotice(notice: NonNullable<Snapshot['notice']>): void {
    const { snapshot } = this.state.get();
    if (snapshot) this.state.patch({ snapshot: { ...snapshot, notice } });
  }

  private readonly wake = (): void => {
    if (document.visibilityState === 'hidden') return;
    this.link.wake();
    this.place.pollIn(0);
  };
}
