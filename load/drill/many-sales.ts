import type { Cluster } from '../cluster/cluster.js';
import { Api } from '../fans/api.js';
import type { Check } from '../report/verdict.js';
import { type Promoter, publishSale } from '../sale.js';
import { pause, say } from '../terminal.js';
import type { Wishes } from '../wishes.js';
import type { Fault, Scene } from './faults.js';
import { reportRebuilds } from './rebuild-reports.js';

/** Live sales beside the one that sells out. */
const SALES = 30;
const PUBLISHED_AT_ONCE = 4;
/** The goal; a slower recovery is reported, not failed, because a busy machine is slower. */
const GOAL_MS = 15_000;
const WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 250;
type Beside = Pick<Promoter, 'slug' | 'saleId'>;

const WISHES = { fans: 1, ghosts: 0, tickets: 100, cap: 10, perMinute: 60 } as Wishes;

/** Publishes live sales beside the one that will sell out. */
export async function publishMany({ urls, adminKey }: Cluster): Promise<Beside[]> {
  const slugs = Array.from({ length: SALES }, (_, index) => `beside-${Date.now().toString(36)}-${index}`);
  const left = [...slugs];
  const sales: Beside[] = [];
  const api = new Api(urls);
  const publish = async (): Promise<void> => {
    for (let slug = left.shift(); slug !== undefined; slug = left.shift())
      sales.push(await publishSale(api, adminKey, WISHES, { slug, opensAtMs: Date.now() }));
  };
  await Promise.all(Array.from({ length: PUBLISHED_AT_ONCE }, publish));
  await api.close();
  return sales;
}

/** Breaks something that all sales need, and measures until each of many live ones gives places again. */
export function amongMany(sales: readonly Beside[], line: string, strike: () => Promise<void>): Fault {
  const slugs = sales.map(({ slug }) => slug);
  const join = async ({ api }: Scene, slug: string): Promise<boolean> => {
    const call = { method: 'POST', path: `/v1/sales/${slug}/places`, body: { lane: 'general' } } as const;
    return (await api.once(call)).status === 201;
  };
  const fault = async (scene: Scene): Promise<Check[]> => {
    say(`  ! ${line}, with ${slugs.length} more live sales`);
    const startedAt = performance.now();
    await strike();
    const away = await untilBack(slugs, (slug) => join(scene, slug));
    const tookMs = performance.now() - startedAt;
    const ids = sales.map(({ saleId }) => saleId);
    return [checkOf(away.length, tookMs), ...(await reportRebuilds(scene, ids))];
  };
  // a fan in each, so that none is asleep
  const prepare = async (scene: Scene): Promise<void> => {
    await Promise.all(slugs.map((slug) => join(scene, slug)));
  };
  return Object.assign(fault, { prepare });
}

/** Returns the sales that did not come back. */
async function untilBack(slugs: readonly string[], isBack: (slug: string) => Promise<boolean>): Promise<string[]> {
  let away = [...slugs];
  for (const until = Date.now() + WITHIN_MS; away.length > 0 && Date.now() < until; await pause(LOOK_EVERY_MS)) {
    const still: string[] = [];
    for (const slug of away) if (!(await isBack(slug).catch(() => false))) still.push(slug);
    away = still;
  }
  return away;
}

function checkOf(away: number, tookMs: number): Check {
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
  const isLate = tookMs > GOAL_MS ? `, slower than the goal of ${seconds(GOAL_MS)}` : '';
  return {
    what: 'live sales that give places again',
    found: `${SALES - away} of ${SALES} after ${seconds(tookMs)}${isLate}`,
    fine: away === 0,
  };
}
