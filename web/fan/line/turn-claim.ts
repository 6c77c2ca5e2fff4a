import type { Problem } from '../../../src/contract/errors.js';
import type { AdmissionShape } from '../../../src/contract/line/line-shapes.js';
import { api } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { passBox } from '../state/boxes.js';
import { hasOrderOf } from '../state/kept-orders.js';
import type { Store } from '../state/store.js';
import { afterRefusal, endOf } from './claim.rules.js';
import type { LineLink } from './line-link.js';
import { tokenOf, type Ended, type LineSessionState } from './line-state.js';
import { turnOf } from './line-view.js';

const shortestPauseMs = 1_500;

/** Claims the fan's turn, and goes on claiming after a press that the line could not follow yet. */
export class TurnClaim {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private claimedFor: string | null = null;

  constructor(
    private readonly slug: string,
    private readonly state: Store<LineSessionState>,
    private readonly link: LineLink,
    private readonly onEnd: (ended: Ended) => void,
  ) {}

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Ends the claims of a place that is over. */
  cancel(): void {
    clearTimeout(this.timer);
    this.state.patch({ claim: 'idle', turn: null });
  }

  /** Claims the turn over the socket if connected, else over HTTP. */
  async press(): Promise<void> {
    const token = tokenOf(this.slug);
    const { claim, admitted } = this.state.get();
    if (!token || claim === 'asking' || admitted) return;
    clearTimeout(this.timer);
    this.state.patch({ claim: 'asking' });
    const pass = passBox.get(this.slug)?.pass;
    const bySocket = await this.link.ask<AdmissionShape>('claim', pass ? { pass } : {});
    if (bySocket) return bySocket.ok ? this.admit(bySocket.data) : this.refused(bySocket.problem);
    const answer = await api.claim(token, pass);
    if (answer.kind === 'ok') return this.admit(answer.data);
    if (answer.kind === 'refused') return this.refused(answer.problem);
    this.pressIn(shortestPauseMs);
  }

  /** Once the fan has confirmed presence after a lapse, this page answers every later call by itself. */
  called(): void {
    const turn = turnOf(this.state.get());
    if (this.state.get().claim !== 'insisting' || !turn || turn.claimBefore === this.claimedFor) return;
    this.claimedFor = turn.claimBefore;
    void this.press();
  }

  private admit(admission: AdmissionShape): void {
    passBox.set(this.slug, admission);
    this.state.patch({ admitted: true, claim: 'idle', turn: null, problem: null });
  }

  private refused(problem: Problem): void {
    const ended = endOf(problem, hasOrderOf(this.slug));
    if (ended) return this.onEnd(ended);
    const { againMs, change } = afterRefusal(problem);
    this.state.patch(change);
    if (againMs === null) this.state.patch({ claim: 'idle' });
    else this.pressIn(againMs);
  }

  private pressIn(ms: number): void {
    if (this.stopped) return;
    this.state.patch({ claim: 'insisting' });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.press(), Math.max(shortestPauseMs, spread(ms)));
  }
}
