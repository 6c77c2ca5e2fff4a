import type { AdmissionShape, JoinShape, PlaceShape, Snapshot } from '../../src/contract/line/line-shapes.js';
import type { Acknowledged } from '../../src/contract/live/socket-events.js';
import type { Answer, Api } from './api.js';
import { LineSocket } from './line-socket.js';
import { pause } from '../terminal.js';
import { type PurchaseEnd, purchase } from './purchase.js';

export type FanEnd = PurchaseEnd | { kind: 'no_turn' } | { kind: 'lost_place'; why: string };

export interface Line {
  api: Api;
  slug: string;
  ticketTypeId: string;
  /** Whether the fan stops trying: sold out, closed or out of time. */
  over: () => boolean;
  sawSnapshot: (snapshot: Snapshot) => void;
  /** Called after each successful step. */
  did: (what: 'admission' | 'hold' | 'order' | 'ticket') => void;
  /** Called when a lost socket is heard from again. */
  wasWithoutSocket: (forMs: number) => void;
}

const LOOK_EVERY_MS = 1_000;
/** Silence after which the fan polls over HTTP, like the page. */
const ASK_AFTER_MS = 12_000;
/** Reconnects as the page does (web/fan/net): when a node that refuses it says, else with full jitter, and never before a hint. */
const BACK_OFF_BASE_MS = 1_000;
const BACK_OFF_CAP_MS = 30_000;
/** The place itself is gone; PLACE_DONE, by contrast, is the regular end of a used one. */
const LOST = new Set(['PLACE_EXPIRED', 'PLACE_LEFT', 'PLACE_TOKEN_INVALID', 'NOT_FOUND']);

/** Takes a place and returns it; its number belongs to the fan from here on. */
export async function join(api: Api, slug: string): Promise<JoinShape> {
  const answer = await api.call<JoinShape>({
    method: 'POST',
    path: `/v1/sales/${slug}/places`,
    body: { lane: 'general' },
  });
  if (!answer.data) throw new Error(`a place was refused: ${String(answer.problem?.code)}`);
  return answer.data;
}

/** One fan from place to ticket: waits on a socket, claims when called, shops. */
export class Fan {
  private called = false;
  private heardAt = Date.now();
  private failures = 0;
  private socketLostAt: number | null = null;
  private earliestRetryAt = 0;
  private readonly socket: LineSocket;
  admissions = 0;

  constructor(
    private readonly line: Line,
    readonly place: JoinShape,
    private readonly wanted: number,
  ) {
    this.socket = new LineSocket(
      place.placeToken,
      (event, payload) => this.hear(event, payload),
      (toldMs) => this.reconnect(toldMs),
    );
  }

  get isConnected(): boolean {
    return this.socket.open;
  }

  async live(): Promise<FanEnd> {
    this.socket.connect(this.line.api.node());
    try {
      return await this.waitAndShop();
    } finally {
      this.gone = true;
      this.socket.close();
    }
  }

  private gone = false;
  private isAsking = false;
  /** What a look over HTTP found out about the place's end. */
  private lost: FanEnd | null = null;
  private lastPass: string | null = null;

  private async waitAndShop(): Promise<FanEnd> {
    while (!this.line.over()) {
      await pause(LOOK_EVERY_MS * (0.5 + Math.random()));
      // beside the socket, as the page does: whichever hears of the call first goes in
      if (!this.called && !this.isAsking && Date.now() - this.heardAt > ASK_AFTER_MS) void this.lookOverHttp();
      if (this.lost) return this.lost;
      if (!this.called) continue;
      const turn = await this.claim();
      if (turn.kind !== 'admitted') {
        if (turn.kind === 'lost_place') return turn;
        continue;
      }
      this.admissions += 1;
      const end = await purchase({ ...this.line, pass: turn.pass, wanted: this.wanted });
      if (end.kind !== 'pass_over') return end;
    }
    return { kind: 'no_turn' };
  }

  private async claim(): Promise<
    { kind: 'admitted'; pass: string } | { kind: 'wait' } | { kind: 'lost_place'; why: string }
  > {
    this.called = false;
    const body = this.lastPass === null ? {} : { pass: this.lastPass };
    // over the socket while there is one, as the page does
    const bySocket = (await this.socket.ask('claim', body)) as Acknowledged<AdmissionShape> | null;
    const answer = bySocket ? answerOf(bySocket) : await this.claimOverHttp(body);
    if (answer.data) {
      this.lastPass = answer.data.pass;
      this.line.did('admission');
      return { kind: 'admitted', pass: answer.data.pass };
    }
    const code = answer.problem?.code ?? 'none';
    if (LOST.has(code)) return { kind: 'lost_place', why: code };
    return { kind: 'wait' };
  }

  private async claimOverHttp(body: object): Promise<Answer<AdmissionShape>> {
    const headers = { authorization: `Place ${this.place.placeToken}` };
    return await this.line.api.call({ method: 'POST', path: '/v1/place/admission', headers, body });
  }

  private async lookOverHttp(): Promise<void> {
    this.heardAt = Date.now();
    this.isAsking = true;
    try {
      this.lost = await this.ask();
    } catch (error) {
      this.lost = { kind: 'failed', why: String(error) };
    } finally {
      this.isAsking = false;
    }
  }

  private async ask(): Promise<{ kind: 'lost_place'; why: string } | null> {
    const answer = await this.line.api.call<PlaceShape>({
      path: '/v1/place',
      headers: { authorization: `Place ${this.place.placeToken}` },
    });
    if (answer.problem && LOST.has(answer.problem.code)) return { kind: 'lost_place', why: answer.problem.code };
    if (answer.data && answer.data.number !== this.place.number)
      return { kind: 'lost_place', why: `number ${this.place.number} became ${answer.data.number}` };
    if (answer.data?.state === 'expired' || answer.data?.state === 'left')
      return { kind: 'lost_place', why: answer.data.state };
    if (answer.data?.state === 'called' || answer.data?.state === 'admitted') this.called = true;
    return null;
  }

  private hear(event: string, payload: unknown): void {
    this.heardAt = Date.now();
    this.failures = 0;
    if (this.socketLostAt !== null) this.line.wasWithoutSocket(this.heardAt - this.socketLostAt);
    this.socketLostAt = null;
    if (event === 'turn') this.called = true;
    else if (event === 'retry' && isHint(payload)) this.earliestRetryAt = Date.now() + payload.afterMs;
    else if (event === 'place' && isPlace(payload) && payload.state === 'called') this.called = true;
    else if (event === 'snapshot') this.line.sawSnapshot(payload as Snapshot);
  }

  private reconnect(toldMs: number | null): void {
    if (this.gone) return;
    this.socketLostAt ??= Date.now();
    const ceiling = Math.min(BACK_OFF_CAP_MS, BACK_OFF_BASE_MS * 2 ** this.failures);
    const backOffMs = toldMs === null || this.failures > 0 ? Math.random() * ceiling : 0;
    const delay = Math.max(backOffMs, toldMs ?? this.earliestRetryAt - Date.now());
    this.failures += 1;
    setTimeout(() => {
      if (!this.gone) this.socket.connect(this.line.api.node());
    }, delay);
  }
}

const answerOf = (given: Acknowledged<AdmissionShape>): Pick<Answer<AdmissionShape>, 'data' | 'problem'> =>
  given.ok ? { data: given.data, problem: null } : { data: null, problem: given.problem };
const isHint = (payload: unknown): payload is { afterMs: number } =>
  typeof payload === 'object' && payload !== null && 'afterMs' in payload;
const isPlace = (payload: unknown): payload is PlaceShape =>
  typeof payload === 'object' && payload !== null && 'state' in payload;
