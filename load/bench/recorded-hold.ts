import type { HoldShape } from '../../src/contract/orders/order-shapes.js';
import { Connection } from '../http/connection.js';
import type { Stage } from './stage.js';

/** The product's hold call, as seen by Redis. */
export interface RecordedHold {
  command: string;
  args: string[];
  /** The argument unique to this call, from which its hold id derives. */
  seed: string;
}
type Call = string[];

const HEARD_WITHIN_MS = 2_000;
/** Removes the ticket limit, so that the baseline can repeat one fan's call. */
const LIMIT = /("max":)\d+/g;
/** Replaces what bounds the script to some 50 holds of one admission: the count, and the list of its live holds. */
const BOUNDS: readonly [RegExp, string][] = [
  [/local HOLDS_PER_ADMISSION = \d+/, 'local HOLDS_PER_ADMISSION = 1e15'],
  [/ownAndNew\(before\[2\], holdId\)/, 'holdId'],
];
const ESCAPES: Partial<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' };
const WITH_SOURCE = /^eval$/i;
const BY_DIGEST = /^evalsha$/i;

/**
 * Records two holds of one fan as Redis receives them, so that the baseline runs the same script with the same
 * arguments however the product's code changes.
 */
export async function recordHold(stage: Stage, request: () => Buffer): Promise<RecordedHold> {
  const heard: Call[] = [];
  const monitor = await stage.redis.monitor();
  monitor.on('monitor', (_at: string, args: string[], source: string) => {
    if (source !== 'lua') heard.push(args.map(unescaped));
  });
  const connection = new Connection(stage.target);
  try {
    // a server that has lost the script is sent its source
    await stage.redis.script('FLUSH');
    const [, source = '', ...args] = await callOf(stage, heard, WITH_SOURCE, await hold(connection, request()));
    const [, , ...others] = await callOf(stage, heard, BY_DIGEST, await hold(connection, request()));
    return {
      command: 'evalsha',
      args: [
        String(await stage.redis.script('LOAD', unbounded(source))),
        ...args.map((arg) => arg.replace(LIMIT, (_, field: string) => `${field}1000000000`)),
      ],
      seed: seedOf(args, others),
    };
  } finally {
    connection.close();
    monitor.disconnect();
  }
}

/** MONITOR prints what is no letter as an escape, byte by byte; the client undoes only that of the quote. */
export function unescaped(printed: string): string {
  const bytes = printed.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, byte: string | undefined, letter: string) =>
    byte === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(byte, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Returns the script without the bounds, which no real fan reaches. It does slightly less, so the ratio is strict. */
function unbounded(source: string): string {
  return BOUNDS.reduce((text, [bound, instead]) => {
    const without = text.replace(bound, () => instead);
    if (without === text) throw new Error(`the hold script has changed: ${String(bound)} matches nothing`);
    return without;
  }, source);
}

async function hold(connection: Connection, request: Buffer): Promise<string> {
  const answer = await connection.ask(request);
  if (answer.status !== 201) throw new Error(`the hold to record was refused: ${answer.status} ${answer.body}`);
  return (JSON.parse(answer.body) as HoldShape).id;
}

/** Returns the call that created this hold, recognised by its id. */
async function callOf(stage: Stage, heard: Call[], kind: RegExp, holdId: string): Promise<Call> {
  for (const until = Date.now() + HEARD_WITHIN_MS; Date.now() < until; ) {
    for (const call of heard.splice(0)) {
      const [command = '', ...args] = call;
      if (!kind.test(command)) continue;
      if (JSON.stringify(await stage.redis.call(command, ...args)).includes(holdId)) return call;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('saw no script call naming the hold');
}

/** Finds the naming argument: two holds of one fan differ only in it and in random numbers. */
function seedOf(first: Call, second: Call): string {
  const [seed, ...others] = first.filter((arg, index) => arg !== second[index] && Number.isNaN(Number(arg)));
  if (seed === undefined || others.length > 0) throw new Error('could not identify the argument that names the hold');
  return seed;
}
