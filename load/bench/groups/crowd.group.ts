import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import { script } from '../../cluster/cluster.js';
import { encodeRequest } from '../../http/request.js';
import type { OpenLoopResult } from '../../open-loop/open-loop.js';
import type { Purchase } from '../buyer.js';
import { driveClosedLoop } from '../closed-loop.js';
import { admitMany } from '../fans.js';
import type { Group } from '../group.js';
import { findProgram } from '../machine.js';
import { checkBooks, runPurchases } from '../purchases.js';
import { missingRow, ratioRow } from '../row.js';
import { onStage } from '../stage.js';

const run = promisify(execFile);
const BUYERS = 16;
const OVERLOAD = 3;
const JOIN_SHARE = 20;
const CAPACITY_CONNECTIONS = 64;
/** A higher rate would starve the stores and the buyers, which share the processor with the generator. */
const MAX_RATE = 15_000;
const ROW = {
  id: 'P14a',
  what: 'purchases while a crowd comes at 3 × capacity',
  against: 'without the crowd',
  unit: '/s',
  goal: { min: 0.8 },
};

/**
 * Admitted fans buy while a crowd outside joins and polls. The node has a processor to itself; everything else shares
 * another.
 */
export const crowdGroup: Group = {
  name: 'crowd',
  rows: ['P14a'],
  measure: async (stores, size, progress) => {
    if (!findProgram('taskset') || os.cpus().length < 2)
      return [missingRow({ ...ROW, note: 'not measured: needs taskset and two processors' })];
    return await onStage(
      stores,
      async (stage) => {
        const seconds = size.quick ? 2 : 6;
        const sale = await stage.promoter.published();
        const line = await stage.promoter.inPrequeue();
        const poll = encodeRequest(stage.host, { path: `/v1/sales/${line.slug}/queue` });
        const { perSecond: capacity } = await driveClosedLoop({
          target: stage.target,
          connections: CAPACITY_CONNECTIONS,
          seconds: 2,
          next: () => poll,
          accepts: (status) => status === 200,
        });
        const rate = Math.round(Math.min(MAX_RATE, capacity * OVERLOAD));
        progress(`the node answers ${Math.round(capacity)} polls/s; the crowd comes at ${rate}/s`);
        const passes = await admitMany(stage, sale.slug, 50);
        const bought: Purchase[] = [];
        const buy = async (forSeconds: number): Promise<number> => {
          const result = await runPurchases(stage, { sale, passes, width: BUYERS, seconds: forSeconds, idle: null });
          bought.push(...result.purchases);
          return result.perSecond;
        };
        let fastest = await buy(2);
        const calm: number[] = [];
        const crowded: number[] = [];
        const crowds: OpenLoopResult[] = [];
        for (let index = 0; index < size.runs; index += 1) {
          const wanted = Math.ceil(fastest * seconds * 3) + BUYERS;
          passes.push(...(await admitMany(stage, sale.slug, Math.max(0, wanted - passes.length))));
          const calmRate = await buy(seconds);
          fastest = Math.max(fastest, calmRate);
          calm.push(calmRate);
          const crowd = comeAt(stage.url, line.slug, rate, seconds + 2);
          await new Promise((resolve) => setTimeout(resolve, 1_500));
          crowded.push(await buy(seconds));
          crowds.push(await crowd);
          progress(
            `calm ${calmRate.toFixed(1)}/s, crowded ${(crowded.at(-1) ?? 0).toFixed(1)}/s ${brief(crowds.at(-1))}`,
          );
        }
        await checkBooks(stage, sale.id, bought);
        return [
          ratioRow({
            ...ROW,
            measured: crowded,
            baseline: calm,
            raw: { crowds, capacity },
            note: `open loop, ${rate} arrivals/s (${(rate / capacity).toFixed(1)} × the polls that the node answers), ${JOIN_SHARE} % of them newcomers; ${brief(crowds.at(-1))}; node alone on one processor, stores, simulator, buyers and crowd on the other; books agree`,
          }),
        ];
      },
      { nodeProcessors: '0', otherProcessors: '1' },
    );
  },
};

/** Runs the crowd in a separate process, so that it does not slow down the buyers' client. */
async function comeAt(url: string, slug: string, rate: number, seconds: number): Promise<OpenLoopResult> {
  const args = ['--url', url, '--crowd', slug, '--rate', String(rate), '--seconds', String(seconds), '--json'];
  const command = ['-c', '1', process.execPath, script('load/open-loop/main.js'), ...args];
  const { stdout } = await run('taskset', [...command, '--join-share', String(JOIN_SHARE)], { maxBuffer: 1e7 }).catch(
    // the exit code signals that the generator lagged; its figures say by how much
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  return JSON.parse(stdout) as OpenLoopResult;
}

function brief(result: OpenLoopResult | undefined): string {
  const parts = Object.entries(result?.streams ?? {}).map(
    ([name, { answered, refused, late, failed }]) =>
      `${name} ${answered} answered, ${refused} refused, ${late} late, ${failed} failed`,
  );
  return `(${parts.join('; ')}; generator lag ${result?.generatorLagMs ?? 0} ms)`;
}
