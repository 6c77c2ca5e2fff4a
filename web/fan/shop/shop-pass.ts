import type { AdmissionShape } from '../../../src/contract/line/line-shapes.js';
import { api } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { passBox, placeBox } from '../state/boxes.js';
import { serverClock } from '../state/server-clock.js';
import type { Store } from '../state/store.js';
import { admissionAfter, renewAgainMs, renewBeforeMs, renewInMs } from './pass.rules.js';
import type { ShopState } from './shop-state.js';

/** User input is reported to the server as presence at most this often. */
const tellPresenceMs = 30_000;

/** The pass of one admission: renewed before it expires, and with it the fan's presence is reported. */
export class ShopPass {
  private stopped = false;
  /** Whether there was user input since the last renewal. */
  private touched = true;
  private renewedAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onChange called with every renewal, and when the admission is over */
  constructor(
    private readonly slug: string,
    private readonly state: Store<ShopState>,
    private readonly onChange: (isInside: boolean) => void,
  ) {}

  /** Goes in with the stored pass if it lasts, else with a new one. */
  async start(): Promise<void> {
    const known = passBox.get(this.slug);
    if (known && Date.parse(known.expiresAt) > serverClock.now() + renewAgainMs) this.enter(known);
    else await this.renew();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  text(): string {
    return passBox.get(this.slug)?.pass ?? '';
  }

  /** Renews the pass of the same admission. Without an answer the current one stays, and renewal is retried soon. */
  async renew(): Promise<void> {
    const token = placeBox.get(this.slug)?.placeToken;
    if (!token) return this.state.patch({ admission: 'outside' });
    const unattended = !this.touched;
    this.touched = false;
    this.renewedAt = serverClock.now();
    const answer = await api.claim(token, passBox.get(this.slug)?.pass, unattended);
    if (answer.kind === 'ok') return this.enter(answer.data);
    if (!unattended) this.touched = true; // the server did not receive the presence signal
    const admission = answer.kind === 'refused' ? admissionAfter(answer.problem) : null;
    if (admission) return this.leave(admission);
    if (this.state.get().admission === 'looking') this.state.patch({ trouble: answer });
    this.renewIn(answer.kind === 'refused' ? (answer.problem.retryAfterMs ?? renewAgainMs) : spread(renewAgainMs));
  }

  /** Sends the answer to "Are you still there?". */
  stayHere(): void {
    this.touched = true;
    void this.renew();
  }

  /** Renews a pass that would soon expire: timers may have stood still. */
  async renewIfDue(): Promise<void> {
    const pass = passBox.get(this.slug);
    if (pass && Date.parse(pass.expiresAt) - serverClock.now() < renewBeforeMs) await this.renew();
  }

  readonly touch = (): void => {
    this.touched = true;
    if (this.state.get().admission !== 'inside' || serverClock.now() - this.renewedAt < tellPresenceMs) return;
    void this.renew();
  };

  private enter(admission: AdmissionShape): void {
    passBox.set(this.slug, admission);
    this.state.patch({
      admission: 'inside',
      admissionEndsAt: admission.admissionEndsAt,
      // a pass stored by an older page lacks both
      idleUntil: admission.idleUntil ?? null,
      limits: { ...this.state.get().limits, members: admission.members ?? 1 },
    });
    this.renewIn(renewInMs(admission.expiresAt, serverClock.now()));
    this.onChange(true);
  }

  private leave(admission: 'ended' | 'outside'): void {
    if (admission === 'ended') placeBox.clear(this.slug);
    passBox.clear(this.slug);
    this.onChange(false);
    this.state.patch({ admission });
  }

  private renewIn(ms: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.renew(), ms);
  }
}
