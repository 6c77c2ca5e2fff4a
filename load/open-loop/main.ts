import { WishError } from '../cli/arguments.js';
import { targetOf } from '../http/connection.js';
import { encodeRequest } from '../http/request.js';
import { type OpenLoopWishes, readOpenLoopWishes, USAGE } from './arguments.js';
import { crowdStreams } from './crowd-streams.js';
import { type OpenLoopResult, runOpenLoop, type Stream } from './open-loop.js';

function streamsOf({ url, rate, what }: OpenLoopWishes): Stream[] {
  const { host } = new URL(url);
  if (what.kind === 'crowd') return crowdStreams({ host, ratePerSecond: rate, ...what });
  const request = encodeRequest(host, what.call);
  return [{ name: 'requests', ratePerSecond: rate, isNew: what.isNew, next: () => request }];
}

function describe(result: OpenLoopResult, lateMs: number): string {
  const lines = Object.entries(result.streams).map(([name, summary]) => {
    const { arrivals, answered, answeredPerSecond, refused, late, rejected, failed, unsent } = summary;
    const codes = Object.entries(summary.codes).map(([code, count]) => `${count}× ${code}`);
    return [
      `${name}: ${arrivals} arrivals, ${answered} answered (${answeredPerSecond}/s), ${refused} refused, ${late} late, ` +
        `${rejected} rejected, ${failed} failed, ${unsent} unsent`,
      `  served in ms: median ${summary.answeredMs.p50}, 95 % ${summary.answeredMs.p95}, 99 % ${summary.answeredMs.p99}; ` +
        `refused: median ${summary.refusedMs.p50}, 99 % ${summary.refusedMs.p99}`,
      ...(codes.length > 0 ? [`  ${codes.join(', ')}`] : []),
    ].join('\n');
  });
  const lag =
    result.generatorLagMs > lateMs
      ? `\nThe generator lagged ${result.generatorLagMs} ms behind its clock: it was the bottleneck, the figures do not count.`
      : '';
  return `${lines.join('\n')}\n${result.connectionsOpened} connections, generator lag ${result.generatorLagMs} ms${lag}`;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const wishes = readOpenLoopWishes(args);
  const result = await runOpenLoop({
    target: targetOf(wishes.url),
    streams: streamsOf(wishes),
    seconds: wishes.seconds,
    lateMs: wishes.lateMs,
    timeoutMs: wishes.timeoutMs,
    maxConnections: wishes.connections,
  });
  console.log(wishes.json ? JSON.stringify(result, null, 2) : describe(result, wishes.lateMs));
  return result.generatorLagMs > wishes.lateMs ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof WishError ? `${error.message}\n\n${USAGE}` : error);
  return 1;
});
