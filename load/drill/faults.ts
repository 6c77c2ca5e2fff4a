import type { Api } from '../fans/api.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Check } from '../report/verdict.js';
import type { Promoter } from '../sale.js';
import { pause, say } from '../terminal.js';

/** What a fault can act on. */
export interface Scene {
  cluster: Cluster;
  promoter: Promoter;
  /** Calls the service like fans do. */
  api: Api;
}
/** Breaks something; returns additional checks beyond the usual ones. */
export interface Fault {
  (scene: Scene): Promise<Check[]>;
  /** What must be done before it breaks, and is not counted as its effect. */
  prepare?: (scene: Scene) => Promise<void>;
}

const LOOK_EVERY_MS = 500;

/** Waits until `share` of the tickets are sold; returns false on timeout. */
export async function untilSold(promoter: Promoter, share: number, withinMs: number): Promise<boolean> {
  for (const until = Date.now() + withinMs; Date.now() < until; await pause(LOOK_EVERY_MS)) {
    const live = await promoter.glance();
    if (live?.stock.some(({ sold, capacity }) => sold >= share * capacity)) return true;
  }
  return false;
}

export const killNode: Fault = async ({ cluster }) => {
  say('  ! killing node 2 with SIGKILL');
  await cluster.killNode(1);
  return [];
};

/** Wraps a fault of the stores and announces it in one line. */
export const announced =
  (line: string, strike: () => Promise<unknown> | void): Fault =>
  async () => {
    say(`  ! ${line}`);
    await strike();
    return [];
  };
