import type { Problem } from '../../../src/contract/errors.js';
import type { PlaceShape } from '../../../src/contract/line/line-shapes.js';
import { api } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { placeBox } from '../state/boxes.js';
import { hasOrderOf } from '../state/kept-orders.js';
import type { Store } from '../state/store.js';
import { endOf, placePollMs } from './claim.rules.js';
import type { LineLink } from './line-link.js';
import { tokenOf, type Ended, type LineSessionState } from './line-state.js';
import { turnOf } from './line-view.js';
import { endOfPlace, needsPlace, standsAgain } from './place.rules.js';
import type { TurnClaim } from './turn-claim.js';

/** The fan's own place as the server keeps it: heard over the socket, and read where that may have missed something. */
export class OwnPlace {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(
    private readonly slug: string,
    private readonly state: Store<LineSessionState>,
    private readonly link: LineLink,
    private readonly claim: TurnClaim,
    private readonly onEnd: (ended: Ended) => void,
  ) {}

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  hear(place: PlaceShape): void {
    // a closed sale expires every place; the snapshot already reports that
    if (place.saleState === 'closed' && place.state === 'expired') return;
    const end = endOfPlace(place, hasOrderOf(this.slug));
    if (end) return this.onEnd(end);
    const { ended, stepUpBefore } = this.state.get();
    const stillAsked = place.stepUp ? place.placeKeptUntil : null;
    this.state.patch({ place, stepUpBefore: stillAsked, ended: standsAgain(ended) });
    if (place.state === 'called') this.claim.called();
    // answered elsewhere, or not asked any more
    if (stepUpBefore !== null && stillAsked === null) void this.claim.press();
  }

  /** A pause or a sell-out ends open calls without a penalty: the line calls again when it goes on. */
  takeCallBack(): void {
    if (!turnOf(this.state.get())) return;
    this.state.patch({ turn: null, place: null });
    this.pollIn(0);
  }

  /** Reads the fan's own state: once at the start, then repeatedly near the front while no socket delivers it. */
  async poll(): Promise<void> {
    const token = tokenOf(this.slug);
    if (token && needsPlace(this.state.get())) {
      const answer = await api.place(token);
      if (answer.kind === 'ok') this.hear(answer.data);
      else if (answer.kind === 'refused') this.refused(answer.problem);
    }
    this.pollIn(spread(this.state.get().link === 'live' ? placePollMs * 3 : placePollMs));
  }

  pollIn(ms: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.poll(), ms);
  }

  private refused(problem: Problem): void {
    const ended = endOf(problem, hasOrderOf(this.slug));
    if (ended) return this.onEnd(ended);
    if (problem.code !== 'PLACE_TOKEN_INVALID') return;
    this.link.close();
    placeBox.clear(this.slug);
    this.state.patch({ joined: null, position: null, check: null, problem });
  }
}
