import { NaturalBatch } from '../../platform/batch/natural-batch.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { SWEEP_PER_HOLD } from '../inventory.bounds.js';
import { type Answer, InventoryStore, isAway, seed } from '../inventory.store.js';
import type { Away } from '../inventory.types.js';
import type { HoldCall } from './hold-call.types.js';

/**
 * Holds per call: some 30 µs each without a seat, during which Redis does nothing else. Answers return together, so that
 * node, Redis and fans would wait for each other in turn if a call were long.
 */
const MAX_SIZE = 8;
/** Seats per call, some 40 µs each; tickets without a seat count as one. One hold may have as many as it may. */
const MAX_UNITS = 16;
/** Calls of a sale in flight: this node prepares some while Redis works on another. */
const WIDTH = 8;
/** Sales with a batch of their own; one that is forgotten begins another. */
const MAX_SALES = 1_000;

type Outcome = Answer | Away | { kind: 'failed'; error: Error };

/** Makes one script call of the holds of a sale that arrive together; each keeps an answer of its own. */
export class HoldBatches {
  private readonly batches = new BoundedMap<string, NaturalBatch<HoldCall, Outcome>>(MAX_SALES);

  constructor(private readonly store: InventoryStore) {}

  async hold(call: HoldCall): Promise<Answer | Away> {
    const outcome = await this.batchOf(call.saleId).add(call);
    if (outcome.kind === 'failed') throw outcome.error;
    return outcome;
  }

  private batchOf(saleId: string): NaturalBatch<HoldCall, Outcome> {
    const run = async (calls: readonly HoldCall[]) => await this.run(calls);
    return this.batches.getOrMake(
      saleId,
      () => new NaturalBatch({ maxSize: MAX_SIZE, width: WIDTH, fit: partOf, run }),
    );
  }

  private async run(calls: readonly HoldCall[]): Promise<Outcome[]> {
    const [first] = calls;
    if (!first) return [];
    const { saleId, stamp, layout, permit } = first;
    const { plans, holds } = argumentsOf(calls);
    const sweeps = SWEEP_PER_HOLD * Math.min(calls.length, MAX_SWEEPS);
    const args = [stamp.epoch, stamp.runId, layout, sweeps, seed(), plans.length / PLAN_SIZE, ...plans, ...holds];
    const reply = await this.store.run('hold-stock', saleId, args, permit.keys);
    if (isAway(reply)) return calls.map(() => reply);
    const [code, ...answers] = reply as [string, ...(string | number)[][]];
    if (code !== 'EACH') return calls.map(() => this.store.answerOf('hold-stock', [code]));
    return answers.map((answer) =>
      answer[0] === 'FAILED' ? failed(answer) : this.store.answerOf('hold-stock', answer),
    );
  }
}

/** Keeps the sweep before a batch under a millisecond or two. */
const MAX_SWEEPS = 3;
const PLAN_SIZE = 4;

/**
 * Counts the first calls that share one call: up to where epoch or layout change among them, and where Redis would be
 * busy for long. What is left is a run of its own, so that its failure or its wait is not theirs.
 */
function partOf(calls: readonly HoldCall[]): number {
  let units = 0;
  const end = calls.findIndex((call, index) => {
    units += call.units;
    return index > 0 && (units > MAX_UNITS || !isLike(call, calls[0] ?? call));
  });
  return end < 0 ? calls.length : end;
}

const isLike = ({ stamp, layout }: HoldCall, other: HoldCall): boolean =>
  stamp.epoch === other.stamp.epoch && stamp.runId === other.stamp.runId && layout === other.layout;

/** Writes equal plans once. */
function argumentsOf(calls: readonly HoldCall[]): { plans: (string | number)[]; holds: (string | number)[] } {
  const plans: (string | number)[] = [];
  const holds: (string | number)[] = [];
  let count = 0;
  let last: HoldCall | null = null;
  for (const call of calls) {
    if (last === null || !hasPlanOf(call, last)) {
      plans.push(call.claims, call.terms, call.holdMs, call.absoluteMs);
      count += 1;
    }
    holds.push(call.holdSeed, call.permit.member, call.digest, count);
    last = call;
  }
  return { plans, holds };
}

const hasPlanOf = (call: HoldCall, { claims, terms, holdMs, absoluteMs }: HoldCall): boolean =>
  call.claims === claims && call.terms === terms && call.holdMs === holdMs && call.absoluteMs === absoluteMs;

/** As Redis' client would have thrown it. */
function failed([, message]: readonly (string | number)[]): Outcome {
  const error = new Error(String(message));
  error.name = 'ReplyError';
  return { kind: 'failed', error };
}
