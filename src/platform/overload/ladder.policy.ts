import type { WorkClass } from './overload.policy.js';
import { bounds } from './overload.policy.js';

/** Load measured from one second of requests. */
export interface Pressure {
  /** Longest turn of the event loop under a crowd; 0 if there was none. */
  delayMs: number;
  /** Classes of work that were refused. */
  refused: ReadonlySet<WorkClass>;
}

/** Where a node stands: the index of its step, and for how many seconds it has been worse or better than that. */
export interface Standing {
  step: number;
  hotSeconds: number;
  calmSeconds: number;
}
export const AT_REST: Standing = { step: 0, hotSeconds: 0, calmSeconds: 0 };

/** The class whose bound each step stands for, from step 1. Calls about places call for none: anybody can flood them. */
const classes = ['poll', 'socket', 'join'] as const;
/** One slow second is a hiccup, which the gate alone handles. */
const ENTER_SECONDS = 2;
/** A node that stepped up again at once would make its pages alternate between sockets and polling. */
const LEAVE_SECONDS = 10;
/** Share of a step's bound below which its load counts as gone: above it, leaving would bring the load back. */
const CALM_SHARE = 0.5;

/** Returns where the node stands after one more second: up at once by measured overload, down one step at a time. */
export function standingAfter(standing: Standing, pressure: Pressure): Standing {
  const { step } = standing;
  const wanted = stepFor(pressure);
  if (wanted > step) {
    const hotSeconds = standing.hotSeconds + 1;
    return hotSeconds < ENTER_SECONDS ? { step, hotSeconds, calmSeconds: 0 } : { ...AT_REST, step: wanted };
  }
  if (step === 0 || !isCalm(step, pressure)) return { ...AT_REST, step };
  const calmSeconds = standing.calmSeconds + 1;
  return calmSeconds < LEAVE_SECONDS ? { step, hotSeconds: 0, calmSeconds } : { ...AT_REST, step: step - 1 };
}

/** Returns the step that the load of one second calls for. */
function stepFor({ delayMs, refused }: Pressure): number {
  return 1 + classes.findLastIndex((work) => refused.has(work) || delayMs > bounds[work].loopDelayMs);
}

function isCalm(step: number, { delayMs, refused }: Pressure): boolean {
  const work = classes[step - 1] ?? 'poll';
  return delayMs <= bounds[work].loopDelayMs * CALM_SHARE && !classes.slice(step - 1).some((each) => refused.has(each));
}
