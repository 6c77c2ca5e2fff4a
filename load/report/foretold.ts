import type { CrowdShape } from '../../src/contract/staff/rehearsal-shapes.js';
import { type Night, NightRun, type RehearsalTerms } from '../../src/rehearsal/night.rules.js';
import { resultOf } from '../../src/rehearsal/result.rules.js';

/** What a run measured, from which its crowd is described. */
interface Measured {
  fans: number;
  tickets: number;
  cap: number;
  perMinute: number;
  maxPerFan: number;
  /** Of each purchase, in seconds: until stock was held, and from then until the tickets. */
  shop: readonly number[];
  pay: readonly number[];
  basket: number;
  purchases: number;
  admitted: number;
  /** From the opening to the last purchase: fans who find nothing look again for a while, and are not part of it. */
  lastPurchaseSeconds: number;
  fault: { atSecond: number; forSeconds: number } | null;
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
    ...{ basket: run.basket, shopSeconds: meanOf(run.shop), paySeconds: meanOf(run.pay), decline: 0 },
    ...{ farmIdentities: 0, farmPlaces: 0, seed: 1 },
    ...{ faultAtMinute: run.fault && run.fault.atSecond / 60, faultMinutes: (run.fault?.forSeconds ?? 0) / 60 },
  };
  const evenness = { shop: evennessOf(run.shop), pay: evennessOf(run.pay) };
  const { tickets: capacity, maxPerFan, cap, perMinute } = run;
  const terms: RehearsalTerms = { policy: { ...POLICY, cap, perMinute }, capacity, maxPerFan, crowd, evenness };
  const night = new NightRun(terms);
  while (!night.isOver) night.step();
  const told = resultOf(terms, night.night);
  const line = (name: string, forecast: number, truth: number): [string, string] => [
    `  ${name}`,
    `${forecast}, really ${truth} (${truth === 0 ? 'no error known' : `${Math.round((forecast / truth - 1) * 100)} %`})`,
  ];
  return [
    [
      'foretold by a rehearsal of this crowd',
      `shopping ${meanOf(run.shop).toFixed(1)} s, evenness ${evenness.shop}; paying ${meanOf(run.pay).toFixed(1)} s, evenness ${evenness.pay}`,
    ],
    line('let in', told.admitted, run.admitted),
    line('purchases', told.purchases, run.purchases),
    line('seconds to the last purchase', lastPurchaseOf(night.night), Math.round(run.lastPurchaseSeconds)),
  ];
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const lastPurchaseOf = ({ soldOutAtSecond, second }: Night): number => soldOutAtSecond ?? second;

/** Beyond it, times are all but equal. */
const MOST_EVEN = 50;

/** Returns how much more even the times are than those of a rehearsal by default: 1 for an exponential distribution. */
export function evennessOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const variance = meanOf(values.map((value) => (value - mean) ** 2));
  return variance === 0 ? 1 : Math.max(1, Math.min(MOST_EVEN, Math.round(mean ** 2 / variance)));
}
