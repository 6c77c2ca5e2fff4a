import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../http/answer.js';
import type { Connection, Target } from '../http/connection.js';
import { CrowdConnections } from './crowd-connections.js';
import { Outcomes, outcomeOf, type Summary } from './outcomes.js';
import { Schedule } from './schedule.js';

/** One kind of arrival. */
export interface Stream {
  name: string;
  ratePerSecond: number;
  /** Returns the encoded request of the next arrival; null when none is left. */
  next: () => Buffer | null;
  /** Whether arrivals are new people, who each open a connection. */
  isNew: boolean;
  seen?: (answer: Answer) => void;
}
export interface OpenLoopTerms {
  target: Target;
  streams: readonly Stream[];
  seconds: number;
  /** Responses slower than this count as late. */
  lateMs: number;
  /** Time after which the person gives up and closes the connection. */
  timeoutMs: number;
  maxConnections: number;
}
export interface OpenLoopResult {
  streams: Record<string, Summary>;
  connectionsOpened: number;
  /** Longest delay inside the generator. Above lateMs the generator was the bottleneck. */
  generatorLagMs: number;
}

const BEAT_MS = 1;
const CODE = /"code":"([A-Z_]+)"/;

/**
 * Sends requests by the clock without awaiting responses, like a crowd. A closed loop slows down with the server and so
 * hides overload.
 */
export async function runOpenLoop(terms: OpenLoopTerms): Promise<OpenLoopResult> {
  const crowd = new CrowdConnections(terms.target, terms.maxConnections);
  const startMs = performance.now();
  const runs = terms.streams.map((stream) => ({
    stream,
    schedule: new Schedule(startMs, stream.ratePerSecond, terms.seconds),
    arrivals: new Arrivals(stream, crowd, terms),
  }));
  let generatorLagMs = 0;
  while (runs.some(({ schedule }) => !schedule.done)) {
    for (const { schedule, arrivals } of runs) {
      const nowMs = performance.now();
      for (const dueMs of schedule.due(nowMs)) {
        generatorLagMs = Math.max(generatorLagMs, nowMs - dueMs);
        arrivals.arrive(dueMs);
      }
    }
    for (const { arrivals } of runs) arrivals.giveUp();
    await sleep(BEAT_MS);
  }
  for (const until = performance.now() + terms.timeoutMs; performance.now() < until; await sleep(BEAT_MS)) {
    for (const { arrivals } of runs) arrivals.giveUp();
    if (runs.every(({ arrivals }) => arrivals.waiting === 0)) break;
  }
  for (const { arrivals } of runs) arrivals.giveUp(Infinity);
  crowd.close();
  return {
    streams: Object.fromEntries(
      runs.map(({ stream, arrivals }) => [stream.name, arrivals.outcomes.summary(terms.seconds)]),
    ),
    connectionsOpened: crowd.opened,
    generatorLagMs: Math.round(generatorLagMs),
  };
}

/** Arrivals of one stream, from due to settled. */
class Arrivals {
  readonly outcomes = new Outcomes();
  /** In order of arrival, so that only the oldest need checking. */
  private readonly open = new Map<Connection, number>();

  constructor(
    private readonly stream: Stream,
    private readonly crowd: CrowdConnections,
    private readonly terms: OpenLoopTerms,
  ) {}

  get waiting(): number {
    return this.open.size;
  }

  arrive(dueMs: number): void {
    const request = this.stream.next();
    const connection = request && this.crowd.take(this.stream.isNew);
    if (!request || !connection) return this.outcomes.add('unsent', 0, request ? 'no connection' : 'no request');
    this.open.set(connection, dueMs);
    connection.send(request, (answer, error) => this.settle(connection, dueMs, answer, error));
  }

  giveUp(nowMs = performance.now()): void {
    for (const [connection, dueMs] of this.open) {
      if (nowMs - dueMs < this.terms.timeoutMs) return;
      connection.close(new Error('TIMEOUT'));
    }
  }

  private settle(connection: Connection, dueMs: number, answer: Answer | null, error: Error | null): void {
    if (!this.open.delete(connection)) return;
    const tookMs = performance.now() - dueMs;
    this.crowd.giveBack(connection);
    if (!answer) return this.outcomes.add('failed', tookMs, codeOfError(error));
    const outcome = outcomeOf(answer.status, tookMs, this.terms.lateMs);
    const served = outcome === 'answered' || outcome === 'late';
    this.outcomes.add(outcome, tookMs, served ? null : `${answer.status} ${CODE.exec(answer.body)?.[1] ?? ''}`.trim());
    this.stream.seen?.(answer);
  }
}

function codeOfError(error: Error | null): string {
  return error && 'code' in error && typeof error.code === 'string' ? error.code : (error?.message ?? 'unknown');
}
