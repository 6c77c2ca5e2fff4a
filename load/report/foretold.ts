import type { CrowdShape } from '../../src/contract/rehearsal-shapes.js';
import { NightRun, type RehearsalTerms } from '../../src/rehearsal/night.rules.js';
import { resultOf } from '../../src/rehearsal/result.rules.js';

/** What a run measured, from which its crowd is described. */
interface Measured {
  fans: number;
  tickets: number;
  cap: number;
  perMinute: number;
  maxPerFan: number;
  /** Means over the purchases, in seconds. */
  shopSeconds: number;
  paySeconds: number;
  basket: number;
  purchases: number;
  admitted: number;
  /** From the opening to the last end. */
  tookSeconds: number;
}

const POLICY = {
  ...{ graceSeconds: 15, claimMinutes: 10, shopMinutes: 10, holdMinutes: 8, payMinutes: 10, idleMinutes: 3 },
  ...{ groupMax: 4, handoff: 'once' as const, stepUp: 'observe' as const, threeDSecure: 'auto' as const, ramp: null },
  ...{ disputedTickets: 'hold' as const, warnedTickets: 'keep' as const },
};

/** Rehearses the run afterwards, with its own crowd, and tells how far the forecast was from what happened. */
export function foretold(run: Measured): [string, string][] {
  const crowd: CrowdShape = {
    ...{ fans: run.fans, beforeOpening: 1, arriveMinutes: 0, patienceMinutes: 100_000, noShow: 0, abandon: 0 },
    ...{ basket: run.basket, shopSeconds: run.shopSeconds, paySeconds: run.paySeconds, decline: 0 },
    ...{ farmIdentities: 0, farmPlaces: 0, faultAtMinute: null, faultMinutes: 0, seed: 1 },
  };
  const { tickets: capacity, maxPerFan, cap, perMinute } = run;
  const terms: RehearsalTerms = { policy: { ...POLICY, cap, perMinute }, capacity, maxPerFan, crowd };
  const night = new NightRun(terms);
  while (!night.isOver) night.step();
  const told = resultOf(terms, night.night);
  const line = (name: string, forecast: number, truth: number): [string, string] => [
    `  ${name}`,
    `${forecast}, really ${truth} (${truth === 0 ? 'no error known' : `${Math.round((forecast / truth - 1) * 100)} %`})`,
  ];
  return [
    ['foretold by a rehearsal of this crowd', ''],
    line('let in', told.admitted, run.admitted),
    line('purchases', told.purchases, run.purchases),
    line('seconds to the end', night.night.second, Math.round(run.tookSeconds)),
  ];
}
