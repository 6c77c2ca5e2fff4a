import type { HoldShape } from '../../src/contract/shapes.js';
import { Connection } from '../http/connection.js';
import type { Stage } from './stage.js';

/** The call with which the product held tickets, as Redis saw it. */
export interface RecordedHold {
  command: string;
  args: string[];
  holdId: string;
}

const HEARD_WITHIN_MS = 2_000;
/** Lifts the limit of tickets per fan, so that the baseline can repeat one fan's call. */
const LIMIT = /("max":)\d+/g;

/**
 * Makes one hold while listening to what Redis is asked, so that the baseline runs the same script with the same
 * arguments whatever the product's code looks like.
 */
export async function recordHold(stage: Stage, request: Buffer): Promise<RecordedHold> {
  const heard: string[][] = [];
  const monitor = await stage.redis.monitor();
  monitor.on('monitor', (_at: string, args: string[], source: string) => {
    if (source !== 'lua') heard.push(args);
  });
  const connection = new Connection(stage.target);
  try {
    const answer = await connection.ask(request);
    if (answer.status !== 201) throw new Error(`the hold to record was refused: ${answer.status} ${answer.body}`);
    const { id } = JSON.parse(answer.body) as HoldShape;
    for (const until = Date.now() + HEARD_WITHIN_MS; Date.now() < until; ) {
      const call = heard.find(
        ([command = '', ...args]) => /^(evalsha|eval|fcall)$/i.test(command) && args.some((arg) => arg.includes(id)),
      );
      if (call) return recorded(call, id);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('no script call that names the hold was seen');
  } finally {
    connection.close();
    monitor.disconnect();
  }
}

function recorded([command = '', ...args]: string[], holdId: string): RecordedHold {
  return { command, args: args.map((arg) => arg.replace(LIMIT, (_, field: string) => `${field}1000000000`)), holdId };
}
