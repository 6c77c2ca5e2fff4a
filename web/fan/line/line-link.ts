import type { Acknowledged, QueueServerEvents } from '../../../src/contract/live/socket-events.js';
import { api } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { LiveSocket, type LinkState } from '../net/live-socket.js';
import { NewsPulse } from '../net/news-pulse.js';
import type { Store } from '../state/store.js';
import { tokenOf, type LineSessionState } from './line-state.js';
import { isOfPlace, linkAfterPoll, linkAfterSocket, pollsAfter } from './link.rules.js';

/** Used before the first snapshot supplies `pollAfterMs`. */
const firstPollMs = 2_000;
/** How often the socket is checked for silence. */
const pulseCheckMs = 1_000;
/** A suspect socket is verified over HTTP; if no answer arrives within this time, the fan is told. */
const doubtToldMs = 1_500;
const doubtTimeoutMs = 4_000;

type Heard = Pick<QueueServerEvents, 'snapshot' | 'place' | 'turn' | 'notice'>;

/** How the page hears from the server: a socket, and polling of the snapshot while there is none. */
export class LineLink {
  private socket: LiveSocket<QueueServerEvents> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private httpOnly = false;
  private stopped = false;
  private readonly pulse = new NewsPulse();

  constructor(
    private readonly slug: string,
    private readonly state: Store<LineSessionState>,
    private readonly heard: Heard,
  ) {}

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  /** Opens the socket of this device's place. */
  connect(): void {
    if (this.socket || this.httpOnly || this.stopped) return;
    this.socket = new LiveSocket<QueueServerEvents>({
      namespace: '/queue',
      auth: () => ({ placeToken: tokenOf(this.slug) ?? '' }),
      onLink: (link, failures) => this.hearLink(link, failures),
      onNews: () => {
        this.pulse.hear(performance.now());
        this.show('live');
      },
      onRefused: (data) => this.hearRefusal(data),
      on: { ...this.heard, retry: (hint) => this.hearRetry(hint) },
    });
    this.socket.connect();
  }

  /** Closes the socket of a place that is over. */
  close(): void {
    this.socket?.close();
    this.socket = null;
  }

  /** Opens the socket anew: the server knows it by the token it was opened with. */
  reopen(): void {
    if (!this.socket) return;
    this.close();
    this.state.patch({ link: 'connecting' });
    this.connect();
  }

  /** Asks over the socket; null without one, or without an answer. */
  async ask<T>(name: string, body: unknown): Promise<Acknowledged<T> | null> {
    return (await this.socket?.ask<T>(name, body)) ?? null;
  }

  wake(): void {
    this.socket?.wake();
    clearTimeout(this.timer);
    void this.poll(true).then(() => this.socket?.wake());
  }

  readonly lose = (): void => this.state.patch({ link: 'away' });

  /**
   * Polls while the socket is down; while it is live, only checks that it still delivers.
   * @param woken the device may have slept, through which nothing was heard and no time was counted
   */
  async poll(woken = false): Promise<void> {
    if (this.state.get().link !== 'live') await this.read();
    else if (woken || this.pulse.isDoubtful(performance.now())) await this.prove();
    const { link, snapshot } = this.state.get();
    this.pollIn(link === 'live' ? pulseCheckMs : spread(snapshot?.pollAfterMs ?? firstPollMs));
  }

  private pollIn(ms: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.poll(), ms);
  }

  private async read(): Promise<void> {
    const answer = await api.snapshot(this.slug);
    if (answer.kind === 'ok') this.heard.snapshot(answer.data);
    const { link } = this.state.get();
    if (link === 'live') return;
    const hasSocket = tokenOf(this.slug) !== null && !this.httpOnly;
    this.show(answer.kind === 'ok' ? linkAfterPoll(link, hasSocket) : 'away');
  }

  /** Probes over HTTP after unusual silence, to tell a quiet sale from a dead connection. */
  private async prove(): Promise<void> {
    const tell = setTimeout(this.lose, doubtToldMs);
    const answer = await api.snapshot(this.slug, doubtTimeoutMs);
    clearTimeout(tell);
    if (answer.kind !== 'ok') {
      this.lose();
      return this.socket?.giveUp();
    }
    this.pulse.hear(performance.now());
    this.heard.snapshot(answer.data);
    if (this.state.get().link === 'away') this.show('polling');
  }

  private show(link: LineSessionState['link']): void {
    if (this.state.get().link !== link) this.state.patch({ link });
  }

  private hearLink(link: LinkState, failures: number): void {
    this.show(linkAfterSocket(this.state.get().link, link, failures));
    if (pollsAfter(link, failures)) this.pollIn(spread(firstPollMs / 2));
  }

  private hearRetry(hint: { afterMs: number; transport: string }): void {
    this.socket?.holdOff(hint.afterMs);
    if (hint.transport !== 'websocket') this.pollIn(spread(firstPollMs));
  }

  private hearRefusal(data: unknown): boolean {
    if (!isOfPlace(data)) return false;
    this.httpOnly = true;
    this.socket = null;
    return true;
  }
}
