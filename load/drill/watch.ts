import type { JoinShape, Snapshot } from '../../src/contract/line/line-shapes.js';
import type { Api } from '../fans/api.js';
import type { Check } from '../report/verdict.js';
import { quantile } from '../report/statistics.js';
import { backAfterMs, longestGapMs } from './outage.rules.js';

/** Continuous probes of the service, and the steps fans complete in it. */
const asked = ['page', 'fresh snapshot', 'join', 'own place'] as const;
const done = ['snapshot over a socket', 'admission', 'hold', 'order', 'ticket'] as const;
export type Asked = (typeof asked)[number];
export type Done = (typeof done)[number];

const EVERY_MS = 250;
/** Respects the limit of 20 reads in 10 s per place. */
const PLACE_EVERY_MS = 1_000;

interface Sockets {
  open: number;
  wanted: number;
}

/** Measures the impact of a fault: probes continuously, records fans' successes, and finds the longest gap. */
export class Watch {
  /** Places taken by the probes; each is issued once, like any other. */
  readonly numbers: number[] = [];
  private readonly successes = new Map<Asked | Done, number[]>([...asked, ...done].map((what) => [what, []]));
  private readonly misses = new Map<Asked, number>();
  private readonly sockets: { atMs: number; isFull: boolean }[] = [];
  /** For how long each lost socket of a fan was away. */
  private readonly socketsAwayMs: number[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private placeToken: string | null = null;
  private struckAtMs: number | null = null;
  private stoppedAtMs: number | null = null;

  constructor(
    private readonly api: Api,
    private readonly slug: string,
  ) {}

  start(sockets: () => Sockets): void {
    const every = (ms: number, what: Asked, probe: () => Promise<boolean>): void =>
      void this.timers.push(setInterval(() => void this.ask(what, probe), ms));
    every(EVERY_MS, 'page', async () => (await this.api.once({ path: `/s/${this.slug}` })).status < 500);
    every(EVERY_MS, 'fresh snapshot', () => this.readSnapshot());
    every(EVERY_MS, 'join', () => this.join());
    every(PLACE_EVERY_MS, 'own place', () => this.readPlace());
    this.timers.push(
      setInterval(() => {
        const { open, wanted } = sockets();
        this.sockets.push({ atMs: Date.now(), isFull: open >= wanted });
      }, EVERY_MS),
    );
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.stoppedAtMs ??= Date.now();
  }

  /** Marks the start of the fault; figures count from here. */
  strike(): void {
    this.struckAtMs ??= Date.now();
  }

  did(what: Asked | Done): void {
    this.successes.get(what)?.push(Date.now());
  }

  wasWithoutSocket(forMs: number): void {
    if (this.struckAtMs !== null) this.socketsAwayMs.push(forMs);
  }

  /** Returns lines for a person; none when nothing was broken. */
  figures(): [string, string][] {
    const from = this.struckAtMs;
    if (from === null) return [];
    const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
    const lines = [...asked, ...done].flatMap((what): [string, string][] => {
      const at = this.successes.get(what) ?? [];
      if (at.length === 0) return (asked as readonly string[]).includes(what) ? [[`  ${what}`, 'never']] : [];
      const missed = this.misses.get(what as Asked);
      const refused = missed ? `, ${missed} refused` : '';
      const until = (asked as readonly string[]).includes(what) ? this.stoppedAtMs : null;
      return [[`  ${what}`, `${seconds(longestGapMs(at, from, until))}${refused}`]];
    });
    const back = backAfterMs(this.sockets, from);
    const waited = lines.length === 0 ? [] : [['longest time without a …', ''] as [string, string], ...lines];
    const away = this.socketsAwayMs;
    const each = [0.5, 0.99, 1].map((share) => seconds(quantile(away, share)));
    return [
      ...waited,
      ...(away.length === 0
        ? []
        : [
            [
              `${away.length} sockets lost, each for`,
              `median ${each[0]}, 99 % up to ${each[1]}, longest ${each[2]}`,
            ] as [string, string],
          ]),
      ['all sockets open again', back === null ? 'none was lost, or fans had left' : `after ${seconds(back)}`],
    ];
  }

  /** What was asked for without pause must have come back. */
  checks(): Check[] {
    const from = this.struckAtMs ?? Infinity;
    const missing = asked.filter((what) => !this.successes.get(what)?.some((at) => at >= from));
    return [
      {
        what: 'answered again after the fault',
        found: missing.length === 0 ? asked.join(', ') : `not: ${missing.join(', ')}`,
        fine: missing.length === 0,
      },
    ];
  }

  private async ask(what: Asked, probe: () => Promise<boolean>): Promise<void> {
    if (await probe().catch(() => false)) this.did(what);
    else this.misses.set(what, (this.misses.get(what) ?? 0) + 1);
  }

  private async readSnapshot(): Promise<boolean> {
    const { data } = await this.api.once<Snapshot>({ path: `/v1/sales/${this.slug}/queue` });
    return data !== null && !data.stale;
  }

  private async join(): Promise<boolean> {
    const call = { method: 'POST', path: `/v1/sales/${this.slug}/places`, body: { lane: 'general' } } as const;
    const { status, data } = await this.api.once<JoinShape>(call);
    if (data) {
      this.numbers.push(data.number);
      this.placeToken ??= data.placeToken;
    }
    return status < 500;
  }

  private async readPlace(): Promise<boolean> {
    if (this.placeToken === null) return true;
    const headers = { authorization: `Place ${this.placeToken}` };
    return (await this.api.once({ path: '/v1/place', headers })).status < 500;
  }
}
