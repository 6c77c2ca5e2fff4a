import type { Wire } from '../cluster/wire.js';
import type { Check } from '../report/verdict.js';
import { pause, say } from '../terminal.js';
import type { Fault } from './faults.js';

export type CutStore = 'redis' | 'postgres';
/** The variable that names the store to a node. */
export const addressOf = { redis: 'REDIS_URL', postgres: 'DATABASE_URL' } as const;
/** Names the node that conducts a sale. */
export type LeaderOf = (saleId: string, nodeIds: readonly string[]) => string | null;
export const nodeIdOf = (index: number): string => `node-${index + 1}`;

/** Longer than a node takes to be sure that it alone is cut off. */
const CUT_FOR_MS = 40_000;
const BACK_WITHIN_MS = 30_000;
const ASK_EVERY_MS = 250;

/** Cuts the node that conducts the sale off from one store, while the others go on, and heals it. */
export const cutOff =
  (store: CutStore, wires: readonly Wire[], leaderOf: LeaderOf): Fault =>
  async ({ cluster, promoter }) => {
    const names = wires.map((_, index) => nodeIdOf(index));
    const index = names.indexOf(leaderOf(promoter.saleId, names) ?? '');
    const wire = wires[index];
    if (!wire) throw new Error('no node conducts the sale');
    say(`  ! ${names[index]}, which conducts the sale, is cut off from ${store} for ${CUT_FOR_MS / 1_000} s`);
    const own = new Readiness(cluster.urls[index] ?? '');
    const others = cluster.urls.filter((_, other) => other !== index).map((url) => new Readiness(url));
    const cutAt = Date.now();
    wire.cut();
    await pause(CUT_FOR_MS);
    const [outAt, answer] = [own.outAt, own.last];
    const healedAt = Date.now();
    wire.heal();
    say(`  ! ${names[index]} reaches ${store} again`);
    for (const until = healedAt + BACK_WITHIN_MS; own.status !== 200 && Date.now() < until; ) await pause(ASK_EVERY_MS);
    const backAfterMs = Date.now() - healedAt;
    for (const each of [own, ...others]) each.stop();
    return [
      said('not ready while cut off', outAt === null ? 'never' : `after ${seconds(outAt - cutAt)}`, outAt !== null),
      said('what it said then', answer, answer.includes(`"${store}":"cut"`)),
      said('ready again', own.status === 200 ? `after ${seconds(backAfterMs)}` : 'never', own.status === 200),
      said(
        'others not ready meanwhile',
        String(others.filter(({ outAt: at }) => at !== null).length),
        others.every(({ outAt: at }) => at === null),
      ),
    ];
  };

/** Asks a node whether it is ready, as a balancer does. */
class Readiness {
  /** When it first said that it is not. */
  outAt: number | null = null;
  status: number | null = null;
  last = '';
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly url: string) {
    this.timer = setInterval(() => void this.ask(), ASK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async ask(): Promise<void> {
    const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (!answer) return;
    this.last = await answer.text();
    this.status = answer.status;
    if (answer.status === 503) this.outAt ??= Date.now();
  }
}

const said = (what: string, found: string, fine: boolean): Check => ({ what, found, fine });
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
