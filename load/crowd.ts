import type { JoinShape, Snapshot } from '../src/contract/line/line-shapes.js';
import type { Watch } from './drill/watch.js';
import type { Api } from './fans/api.js';
import { Fan, type FanEnd, join } from './fans/fan.js';
import type { Promoter } from './sale.js';
import { pause, say } from './terminal.js';
import type { Wishes } from './wishes.js';

const JOINS_AT_ONCE = 100;
/** Sockets are opened over time, as fans arrive: faster, the machine measures how many its loops accept (decision 154). */
const SOCKETS_PER_SECOND = 150;
const SAY_EVERY_MS = 2_000;
/** One fan in five wants one ticket, the others two. */
const wantedBy = (index: number): number => (index % 5 === 2 ? 1 : 2);

/** Takes a place for each fan and each ghost. */
export async function joinAll(
  api: Api,
  promoter: Promoter,
  wishes: Wishes,
): Promise<{ fans: JoinShape[]; numbers: number[] }> {
  const total = wishes.fans * (wishes.ghosts + 1);
  const every = wishes.ghosts + 1;
  const fans: JoinShape[] = [];
  const numbers: number[] = [];
  let begun = 0;
  let saidAt = Date.now();
  const worker = async (): Promise<void> => {
    while (begun < total) {
      const index = begun++;
      const place = await join(api, promoter.slug);
      numbers.push(place.number);
      if (index % every === 0) fans.push(place); // the others are ghosts and never return
      if (Date.now() - saidAt > SAY_EVERY_MS) {
        saidAt = Date.now();
        say(`  places taken ${numbers.length} of ${total}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(JOINS_AT_ONCE, total) }, worker));
  return { fans, numbers };
}

/** The fans of a run, from join to end. */
export class Crowd {
  private latest: Snapshot | null = null;
  private readonly waiting = new Set<Fan>();
  private readonly giveUpAt: number;

  constructor(
    private readonly api: Api,
    private readonly promoter: Promoter,
    private readonly watch: Watch,
    wishes: Wishes,
  ) {
    this.giveUpAt = Date.now() + wishes.limitSeconds * 1000;
  }

  /** Returns how many fans want a socket, and how many have one. */
  sockets(): { open: number; wanted: number } {
    const fans = [...this.waiting];
    return { open: fans.filter((fan) => fan.isConnected).length, wanted: fans.length };
  }

  async live(places: readonly JoinShape[]): Promise<FanEnd[]> {
    const ended: FanEnd[] = [];
    const timer = setInterval(() => void this.progress(ended, places.length), SAY_EVERY_MS);
    const line = {
      api: this.api,
      slug: this.promoter.slug,
      ticketTypeId: this.promoter.ticketTypeId,
      over: () => this.latest?.state === 'sold_out' || this.latest?.state === 'closed' || Date.now() > this.giveUpAt,
      sawSnapshot: (snapshot: Snapshot) => {
        this.watch.did('snapshot over a socket');
        if (!this.latest || snapshot.version >= this.latest.version) this.latest = snapshot;
      },
      did: (what: Parameters<Watch['did']>[0]) => this.watch.did(what),
      wasWithoutSocket: (forMs: number) => this.watch.wasWithoutSocket(forMs),
    };
    const one = async (place: JoinShape, index: number): Promise<void> => {
      await pause(Math.random() * Math.max(1_000, (places.length / SOCKETS_PER_SECOND) * 1_000));
      const fan = new Fan(line, place, wantedBy(index));
      this.waiting.add(fan);
      const end = await fan.live().catch((error: unknown): FanEnd => ({ kind: 'failed', why: String(error) }));
      this.waiting.delete(fan);
      ended.push(end);
    };
    await Promise.all(places.map(one));
    clearInterval(timer);
    return ended;
  }

  private async progress(ended: readonly FanEnd[], total: number): Promise<void> {
    const live = await this.promoter.glance();
    const [stock] = live?.stock ?? [];
    const lane = live?.lanes.general;
    say(
      `  ${live?.state ?? 'no answer'}: fans gone ${ended.length} of ${total}` +
        (live && stock && lane
          ? `, serving ${lane.serving}, shopping ${live.active}, held ${stock.held}, sold ${stock.sold} of ${stock.capacity} (${live.reason})`
          : ''),
    );
  }
}
