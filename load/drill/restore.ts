import type { LiveShape } from '../../src/contract/live/live-shapes.js';
import type { AttentionShape } from '../../src/contract/staff/attention-shapes.js';
import type { Answer } from '../fans/api.js';
import type { Check } from '../report/verdict.js';
import { pause, say } from '../terminal.js';
import { type Fault, type Scene, untilSold } from './faults.js';

/** Backup operations on a drill's stores. */
export interface Backups {
  /** Copies the running database. */
  backup(): Promise<void>;
  /** Replaces the database with the copy. */
  restore(): Promise<void>;
}

const WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 500;
const QUIET_LOOKS = 6;

/**
 * Takes a backup, lets the sale go on, and restores it: whatever the backup lacks must be kept for staff to decide on.
 */
export const restoreBackup =
  (stores: Backups): Fault =>
  async (scene) => {
    const { cluster, promoter } = scene;
    say('  ! backing up Postgres');
    await stores.backup();
    await untilSold(promoter, 1 / 2, WITHIN_MS);
    await promoter.staff({ method: 'POST', path: `/v1/admin/sales/${promoter.saleId}/pause` });
    await untilQuiet(scene);
    const before = await promoter.live();
    say(`  ! ${before.orders.paid} orders are paid; restoring the backup`);
    await Promise.all(cluster.nodes.map((_, index) => cluster.stopNode(index)));
    const stoppedAt = Date.now();
    await stores.restore();
    await Promise.all(cluster.nodes.map((_, index) => cluster.startNode(index)));
    say(`  restored in ${seconds(stoppedAt)}`);
    const checks = await decide(scene, before);
    say(`  selling again ${seconds(stoppedAt)} after the stop`);
    return checks;
  };

async function decide({ promoter }: Scene, before: LiveShape): Promise<Check[]> {
  const paidBefore = before.orders.paid;
  const since = Date.now();
  const { item, isHeld, called, reasons } = await untilQuarantined(promoter, servingOf(before));
  const seen = item ? `after ${seconds(since)}` : 'never';
  const { adopt = null, refund = null } = item?.preview ?? {};
  const adopted = item && (await adoptAll(promoter, item));
  const paidAfter = await untilPaid(promoter, paidBefore);
  // an audit that saw the stray stock may have paused the sale
  await promoter.staff({ method: 'POST', path: `/v1/admin/sales/${promoter.saleId}/resume` });
  return [
    {
      what: 'a person is asked, and nobody is let in',
      found: `${seen}: ${reasons.join(', ')}; ${called} called until then`,
      fine: item !== null && isHeld && called === 0,
    },
    {
      what: 'orders that the backup lacked, of their charges',
      found: `${adopt?.orders ?? 0} of ${refund?.charges ?? 0}`,
      fine: adopt !== null && (adopt.orders ?? 0) > 0 && adopt.orders === refund?.charges,
    },
    {
      what: 'orders paid after `adopt`, of before the restore',
      found: `${paidAfter} of ${paidBefore}${adopted?.problem ? ` (${adopted.problem.code})` : ''}`,
      fine: paidAfter >= paidBefore,
    },
  ];
}

/** Refused while the first comparison with the provider is not done: what it has not reached is not decided. */
async function adoptAll(promoter: Scene['promoter'], { id }: AttentionShape): Promise<Answer<unknown>> {
  const call = { method: 'POST', path: `/v1/admin/attention/${id}/resolve`, body: { verb: 'adopt' } } as const;
  for (const until = Date.now() + WITHIN_MS; ; await pause(LOOK_EVERY_MS)) {
    const answer = await promoter.staff(call);
    if (answer.problem?.code !== 'VERB_NOT_POSSIBLE' || Date.now() > until) return answer;
  }
}

/** What was seen from the start of the nodes until a person is asked and the sale is held back. */
interface Wait {
  item: AttentionShape | null;
  isHeld: boolean;
  /** Places called since before the restore. */
  called: number;
  reasons: string[];
}

/** The item and the reason are written by different nodes, one after the other. */
async function untilQuarantined(promoter: Scene['promoter'], servingBefore: number): Promise<Wait> {
  const wait: Wait = { item: null, isHeld: false, called: 0, reasons: [] };
  for (
    const until = Date.now() + WITHIN_MS;
    Date.now() < until && !(wait.item && wait.isHeld);
    await pause(LOOK_EVERY_MS)
  ) {
    const live = await promoter.glance();
    if (live) {
      wait.isHeld = live.reason === 'QUARANTINED' || live.state === 'paused';
      wait.called = Math.max(wait.called, servingOf(live) - servingBefore);
      if (wait.reasons.at(-1) !== live.reason) wait.reasons.push(live.reason);
    }
    const { data } = await promoter.staff<{ items: AttentionShape[] }>({ path: '/v1/admin/attention' });
    wait.item = data?.items.find(({ kind }) => kind === 'quarantine') ?? null;
  }
  return wait;
}

const servingOf = ({ lanes }: LiveShape): number => Object.values(lanes).reduce((sum, { serving }) => sum + serving, 0);

async function untilPaid(promoter: Scene['promoter'], wanted: number): Promise<number> {
  let paid = -1;
  for (const until = Date.now() + WITHIN_MS; Date.now() < until && paid < wanted; await pause(LOOK_EVERY_MS))
    paid = (await promoter.glance())?.orders.paid ?? paid;
  return paid;
}

/** Waits until nobody has held or been paying for a while; a paused sale grants no new holds. */
async function untilQuiet({ promoter }: Scene): Promise<void> {
  let quiet = 0;
  for (const until = Date.now() + WITHIN_MS; Date.now() < until && quiet < QUIET_LOOKS; await pause(LOOK_EVERY_MS)) {
    const live = await promoter.glance();
    const open = live ? live.orders.pending + live.orders.authorized + (live.stock[0]?.held ?? 0) : 1;
    quiet = open === 0 ? quiet + 1 : 0;
  }
}

const seconds = (sinceMs: number): string => `${((Date.now() - sinceMs) / 1_000).toFixed(1)} s`;
