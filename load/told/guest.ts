import type { AdmissionShape, JoinShape, PlaceShape } from '../../src/contract/line/line-shapes.js';
import type { Api } from '../fans/api.js';
import { LineSocket } from '../fans/line-socket.js';
import { purchase } from '../fans/purchase.js';
import { pause } from '../terminal.js';
import type { Shape } from './shapes.js';

export interface Venue {
  api: Api;
  slug: string;
  ticketTypeId: string;
  opensAtMs: number;
  /** Whether the run ends. */
  over: () => boolean;
  soldOut: () => boolean;
}

const LOOK_MS = 500;
const TIRED_WITHIN_MS = 120_000;
const RECONNECT_MS = 1_500;

/** A fan who waits on a socket, with a patience of its own, and shops when called. */
export class Guest {
  position: number | null = null;
  calledAtMs: number | null = null;
  gotSome: 0 | 1 | null = null;
  private isCalled = false;
  private isGone = false;
  private readonly socket: LineSocket;
  private readonly tiresAtMs: number;

  constructor(
    private readonly venue: Venue,
    private readonly place: JoinShape,
    private readonly shape: Shape,
  ) {
    const tires = Math.random() < shape.tires;
    this.tiresAtMs = tires ? venue.opensAtMs + Math.random() * TIRED_WITHIN_MS : Number.POSITIVE_INFINITY;
    this.socket = new LineSocket(
      place.placeToken,
      (event, payload) => this.hear(event, payload),
      () => setTimeout(() => this.connect(), RECONNECT_MS * (0.5 + Math.random())),
    );
  }

  async live(): Promise<void> {
    this.connect();
    try {
      await this.waitAndShop();
    } finally {
      this.isGone = true;
      this.socket.close();
    }
  }

  private connect(): void {
    if (!this.isGone) this.socket.connect(this.venue.api.node());
  }

  private hear(event: string, payload: unknown): void {
    if (event === 'turn') return this.callNow();
    if (event !== 'place') return;
    const { state, position } = payload as PlaceShape;
    this.position ??= position;
    if (state === 'called') this.callNow();
  }

  private callNow(): void {
    this.calledAtMs ??= Date.now();
    this.isCalled = true;
  }

  private async waitAndShop(): Promise<void> {
    while (!this.venue.over()) {
      await pause(LOOK_MS * (0.5 + Math.random()));
      if (this.calledAtMs === null && Date.now() > this.tiresAtMs) return await this.leave();
      if (this.calledAtMs === null && this.venue.soldOut()) {
        this.gotSome = 0;
        return;
      }
      if (!this.isCalled) continue;
      this.isCalled = false;
      const turn = await this.call<AdmissionShape>('POST', '/v1/place/admission', {});
      if (turn.data) return await this.shop(turn.data.pass);
    }
  }

  private async shop(pass: string): Promise<void> {
    await pause(-Math.log(1 - Math.random()) * this.shape.choosesSeconds * 1_000);
    if (Math.random() > this.shape.buys) {
      this.gotSome = this.venue.soldOut() ? 0 : 1;
      const headers = { authorization: `Bearer ${pass}` };
      if (Math.random() < 0.5) await this.venue.api.call({ method: 'DELETE', path: '/v1/passes/current', headers });
      return;
    }
    const wanted = Math.random() < 0.3 ? 1 : 2;
    let isHeld = false;
    const did = (what: string): void => {
      isHeld ||= what === 'hold';
    };
    const end = await purchase({ ...this.venue, pass, wanted, did });
    if (isHeld) this.gotSome = 1;
    else if (end.kind === 'sold_out') this.gotSome = 0;
  }

  private async leave(): Promise<void> {
    await this.call('DELETE', '/v1/place');
  }

  private async call<T>(method: 'POST' | 'DELETE', path: string, body?: object) {
    const headers = { authorization: `Place ${this.place.placeToken}` };
    return await this.venue.api.call<T>({ method, path, headers, ...(body && { body }) });
  }
}
