import {
  decideAdmission,
  type AdmissionPolicy,
  type AdmissionSignals,
} from '../../src/queue/admission/admission.policy.js';
import type { Range } from '../../src/contract/sale/sale-shapes.js';
import { aheadOf, chanceAt, chanceTable, waitRange } from '../../src/contract/line/standing.js';
import { chanceTerms } from '../../src/queue/line/chance.rules.js';
import { measuredRange, type Speed } from '../../src/queue/line/speed.rules.js';

const TICK_MS = 250;
const FAST_MS = 20_000;
const SLOW_MS = 120_000;
const CLAIM_MS = 3_000;
const ASK_EVERY_MS = 10_000;
const QUESTIONS = 5;
const BASKET = 2;

export interface Night {
  seed: number;
  fans: number;
  /** Share of fans present when called. */
  presence: number;
  perMinute: number;
  cap: number;
  meanShopMs: number;
  /** Period in which the payment provider fails; null for none. */
  trouble: { fromMs: number; toMs: number } | null;
  stock: number;
  /** Share of admitted fans who buy. */
  conversion: number;
}
/** The wait a fan was told, and the actual wait, in seconds. */
export interface ToldWait {
  ahead: number;
  from: number;
  to: number;
  truth: number;
}
/** The chance a fan was told, and whether stock was left at the turn: 1 or 0. */
interface ToldChance {
  from: number;
  to: number;
  truth: 0 | 1;
}
interface Question {
  position: number;
  atMs: number;
  ahead: number;
  wait: Range | null;
  chance: Range | null;
}

/** mulberry32: deterministic per seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function nightOf(seed: number): Night {
  const random = randomOf(seed);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const fromMs = between(60_000, 400_000);
  return {
    seed,
    fans: Math.round(between(300, 4_000)),
    presence: between(0.4, 0.95),
    perMinute: Math.round(between(60, 900)),
    cap: Math.round(between(30, 600)),
    meanShopMs: between(60_000, 300_000),
    trouble: random() < 0.3 ? { fromMs, toMs: fromMs + between(20_000, 90_000) } : null,
    stock: Math.round(between(200, 3_000)),
    conversion: between(0.5, 0.9),
  };
}

/** Runs the real calling policy against a simulated crowd; records what each fan was told. */
export function replay(night: Night, longestMs = 45 * 60_000): { waits: ToldWait[]; chances: ToldChance[] } {
  const random = randomOf(night.seed ^ 0x5bd1e995);
  const isPresent = Array.from({ length: night.fans }, () => random() < night.presence);
  const policy: AdmissionPolicy = {
    ...{ cap: night.cap, perMinute: night.perMinute, graceSeconds: 15, claimMinutes: 10, shopMinutes: 10 },
    ...{ holdMinutes: 8, payMinutes: 10, idleMinutes: 3, groupMax: 1, handoff: 'once', stepUp: 'observe', ramp: null },
  };
  const calledAt = new Map<number, number>();
  const asked: Question[] = [];
  const gotSome = new Set<number>();
  let free = night.stock;
  const ends: number[] = [];
  const speed: Speed = { fast: 0, slow: 0, sinceMs: 0 };
  let measuredSince: number | null = null;
  let serving = 0;
  let credit = 0;
  let rate: number | null = null;
  for (let now = 0; now < longestMs && serving < night.fans && free > 0; now += TICK_MS) {
    while (ends[0] !== undefined && ends[0] <= now) ends.shift();
    const inTrouble = night.trouble !== null && now >= night.trouble.fromMs && now < night.trouble.toMs;
    const decision = decideAdmission(
      policy,
      signalsOf(night, now, { serving, active: ends.length, rate, inTrouble, free }),
    );
    rate = decision.ratePerMinute;
    credit = Math.min((rate * 2 * TICK_MS) / 60_000 + 1, credit + (rate * TICK_MS) / 60_000);
    const before = serving;
    let room = Math.min(Math.floor(credit), decision.cap - ends.length);
    while (room > 0 && serving < night.fans) {
      serving += 1;
      if (isPresent[serving - 1] !== true) continue; // absent: passed over
      calledAt.set(serving, now);
      if (free > 0) gotSome.add(serving);
      if (random() < night.conversion) free = Math.max(0, free - BASKET);
      ends.push(now + CLAIM_MS - Math.log(1 - random()) * night.meanShopMs);
      credit -= 1;
      room -= 1;
    }
    ends.sort((a, b) => a - b);
    if (measuredSince !== null || serving > before) {
      measuredSince ??= now - TICK_MS;
      const sample = ((serving - before) * 60_000) / TICK_MS;
      speed.sinceMs = now - measuredSince;
      speed.fast += (sample - speed.fast) * share(FAST_MS, now - measuredSince);
      speed.slow += (sample - speed.slow) * share(SLOW_MS, now - measuredSince);
    }
    if (now % ASK_EVERY_MS !== 0 || measuredSince === null) continue;
    // these fans take what they want as soon as they are in: nobody inside is still choosing
    const moment = { stock: { free, held: 0 }, meanBasket: BASKET, inside: 0, share: 1 };
    const lane = { serving, admitted: calledAt.size, called: 0 };
    const table = chanceTable(night.fans - serving, chanceTerms({ ...moment, lane }));
    for (let n = 0; n < QUESTIONS; n += 1) {
      const position = serving + 1 + Math.floor(random() * (night.fans - serving));
      const ahead = aheadOf(position, serving);
      if (isPresent[position - 1] !== true || ahead === null) continue;
      const wait = waitRange(ahead, measuredRange(speed));
      asked.push({ position, atMs: now, ahead, wait, chance: chanceAt(ahead, table) });
    }
  }
  return {
    waits: asked.flatMap(({ position, atMs, wait, ahead }) => {
      const at = calledAt.get(position);
      return at === undefined || wait === null ? [] : [{ ahead, ...wait, truth: (at - atMs) / 1_000 }];
    }),
    chances: asked.flatMap(({ position, chance }) =>
      chance === null ? [] : [{ ...chance, truth: gotSome.has(position) ? 1 : 0 }],
    ),
  };
}

/** A running mean at first, then an exponential average, as in tick-measure.lua. */
const share = (overMs: number, sinceMs: number): number =>
  Math.min(1, TICK_MS / Math.max(TICK_MS, Math.min(overMs, sinceMs)));

interface Instant {
  serving: number;
  active: number;
  rate: number | null;
  inTrouble: boolean;
  free: number;
}

function signalsOf(
  { fans, perMinute }: Night,
  nowMs: number,
  { serving, active, rate, inTrouble, free }: Instant,
): AdmissionSignals {
  const lane = {
    key: 'general',
    weight: 1,
    arrivals: fans,
    serving,
    ready: perMinute * 2,
    window: fans,
    windowAtMs: 0,
  };
  return {
    ...{
      state: 'on_sale',
      drawnAtMs: 0,
      quietUntilMs: 0,
      nowMs,
      elapsedMs: TICK_MS,
      ratePerMinute: rate,
      active,
      called: 0,
    },
    lanes: [lane],
    stock: { free, held: 0 },
    checkout: {
      ...{ payments: inTrouble ? 'degraded' : 'healthy', downForMs: 0, successRate: 0.97, p95Ms: 900 },
    },
  };
}
