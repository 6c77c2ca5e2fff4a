import type { CrowdShape } from '../contract/staff/rehearsal-shapes.js';
import type { SalePolicyShape } from '../contract/staff/staff-shapes.js';
import type { FreeHouse, TakenSeats } from '../inventory/seats/free-house.rules.js';
import { QUIET_AFTER_DRAW_MS } from '../queue/draw/draw.rules.js';
import { decideAdmission } from '../queue/admission/admission.policy.js';
import { chanceFrom, spread } from './chance.rules.js';
import { Crowd } from './crowd.rules.js';

export interface RehearsalTerms {
  policy: SalePolicyShape;
  capacity: number;
  maxPerFan: number;
  crowd: CrowdShape;
  /** Named seats, which the night sells; left out or null: standing places only. */
  house?: FreeHouse | null;
  /** How even times are, from 1 (left out: exponential); see `spread`. */
  evenness?: { shop: number; pay: number };
}
export interface MinuteOfNight {
  minute: number;
  waiting: number;
  inside: number;
  admitted: number;
  sold: number;
  target: number;
  reason: string;
}
/** Counters of a simulated night. */
export interface Night {
  second: number;
  arrivals: number;
  serving: number;
  free: number;
  held: number;
  sold: number;
  inside: number;
  called: number;
  admitted: number;
  admittedFarm: number;
  purchases: number;
  abandoned: number;
  declined: number;
  passedOver: number;
  peakInside: number;
  soldOutAtSecond: number | null;
  conserved: boolean;
  reasonSeconds: Map<string, number>;
  /** How many of those called had waited so many seconds. */
  waits: Uint32Array;
  purchasesOfMinute: number[];
  timeline: MinuteOfNight[];
  /** Groups that took named seats, and how: side by side, leaving a single seat behind, or apart. */
  groups: { together: number; orphan: number; split: number };
}

/** Upper bound of a rehearsal; no sale runs longer. */
const MOST_SECONDS = 12 * 3_600;
/** Places examined per simulated second, so that ten million absent fans are passed within minutes of it. */
const LOOKED_AT_PER_SECOND = 200_000;

/** Mean time until a breaker tries again after a long outage: half of its longest pause (payments/stripe). */
const NOTICED_SECONDS = 5;
/** How long the calls that waited through an outage keep payments `degraded`, as measured (docs/rehearsal.md). */
const SLOW_SECONDS = 10;

interface Leaving {
  units: number;
  seats: TakenSeats | null;
  pays: boolean;
}

/**
 * Simulates a whole night second by second, with the tick's own admission policy. Works on numbers in memory only: no
 * stock, payment or store is touched, and memory does not grow with the crowd. Each `step` is one second, so that a
 * caller can pause in between.
 */
export class NightRun {
  readonly night: Night;
  private readonly chance: () => number;
  private readonly shopEnds = new Map<number, number>();
  private readonly payEnds = new Map<number, Leaving[]>();
  private readonly calledEnds = new Map<number, number>();
  private quota = 0;
  private rate: number | null = null;
  private readonly crowd: Crowd;

  constructor(private readonly terms: RehearsalTerms) {
    const { crowd, capacity } = terms;
    this.chance = chanceFrom(crowd.seed);
    this.crowd = new Crowd(crowd, this.chance);
    this.night = {
      ...{ second: 0, arrivals: 0, serving: 0, free: capacity, held: 0, sold: 0, inside: 0, called: 0 },
      ...{ admitted: 0, admittedFarm: 0, purchases: 0, abandoned: 0, declined: 0, passedOver: 0, peakInside: 0 },
      ...{
        soldOutAtSecond: null,
        conserved: true,
        reasonSeconds: new Map(),
        waits: new Uint32Array(MOST_SECONDS + 1),
        purchasesOfMinute: [],
        timeline: [],
        groups: { together: 0, orphan: 0, split: 0 },
      },
    };
  }

  get isOver(): boolean {
    const { second, free, held, serving, arrivals, inside, called } = this.night;
    if (second >= MOST_SECONDS || (free === 0 && held === 0)) return true;
    return second > this.terms.crowd.arriveMinutes * 60 && serving >= arrivals && inside + called === 0;
  }

  /** From 0 to 1: the share sold, or how far the line or the clock has advanced. */
  get progress(): number {
    const { sold, serving, second } = this.night;
    const { capacity, crowd } = this.terms;
    const line = crowd.fans + crowd.farmPlaces;
    return Math.min(1, Math.max(sold / (capacity || 1), serving / (line || 1), second / MOST_SECONDS));
  }

  step(): void {
    const { night } = this;
    night.arrivals = this.crowd.arrivalsAt(night.second);
    this.endCalls();
    this.endShopping();
    this.endPayments();
    this.admit();
    this.count();
    night.second += 1;
  }

  private admit(): void {
    const { night, terms } = this;
    const decision = decideAdmission(terms.policy, this.signals());
    this.rate = decision.ratePerMinute;
    this.quota = Math.min(this.quota + decision.ratePerMinute / 60, Math.max(1, decision.ratePerMinute / 60));
    night.reasonSeconds.set(decision.reason, (night.reasonSeconds.get(decision.reason) ?? 0) + 1);
    let looked = 0;
    // as the tick: everybody learns their position before the first call
    if (night.second * 1_000 < QUIET_AFTER_DRAW_MS) this.quota = 0;
    while (this.quota >= 1 && night.inside + night.called < decision.cap && night.serving < night.arrivals) {
      if ((looked += 1) > LOOKED_AT_PER_SECOND) break;
      night.serving += 1;
      const isFarm = this.crowd.isFarm(night.serving);
      const waited = Math.max(0, night.second - this.crowd.arrivedAt(night.serving));
      if (!this.crowd.isThere(isFarm, waited)) {
        night.passedOver += 1;
        continue;
      }
      this.quota -= 1;
      this.call(isFarm, Math.round(waited));
    }
    if (night.second % 60 === 0) this.noteMinute(decision.ratePerMinute, decision.reason);
  }

  private signals(): Parameters<typeof decideAdmission>[1] {
    const { night } = this;
    const isDown = this.isDownAt(night.second);
    const { faultAtMinute } = this.terms.crowd;
    const waiting = night.arrivals - night.serving;
    return {
      ...{
        state: 'on_sale',
        drawnAtMs: 0,
        quietUntilMs: QUIET_AFTER_DRAW_MS,
        nowMs: night.second * 1_000,
        elapsedMs: 1_000,
      },
      ...{ ratePerMinute: this.rate, active: night.inside, called: night.called },
      lanes: [
        {
          key: 'all',
          weight: 1,
          arrivals: night.arrivals,
          serving: night.serving,
          ready: waiting,
          window: waiting,
          windowAtMs: 0,
        },
      ],
      stock: { free: night.free, held: night.held },
      checkout: {
        payments: isDown ? 'down' : this.isSlowAt(night.second) ? 'degraded' : 'healthy',
        downForMs: isDown ? (night.second - (faultAtMinute ?? 0) * 60) * 1_000 : 0,
        ...{ successRate: null, p95Ms: null, meanBasket: this.terms.crowd.basket },
      },
    };
  }

  /** Down for the nodes, which notice the provider's return late. */
  private isDownAt(second: number): boolean {
    const { faultAtMinute } = this.terms.crowd;
    return faultAtMinute !== null && second >= faultAtMinute * 60 && second < this.noticedAt();
  }

  private isSlowAt(second: number): boolean {
    const noticedAt = this.noticedAt();
    return this.terms.crowd.faultAtMinute !== null && second >= noticedAt && second < noticedAt + SLOW_SECONDS;
  }

  private noticedAt(): number {
    const { faultAtMinute, faultMinutes } = this.terms.crowd;
    return ((faultAtMinute ?? 0) + faultMinutes) * 60 + NOTICED_SECONDS;
  }

  private call(isFarm: boolean, waitedSeconds: number): void {
    const { night, terms } = this;
    night.waits[waitedSeconds] = (night.waits[waitedSeconds] ?? 0) + 1;
    if (!isFarm && this.chance() < terms.crowd.noShow) {
      night.called += 1;
      addTo(this.calledEnds, night.second + terms.policy.graceSeconds);
      return;
    }
    night.inside += 1;
    night.admitted += 1;
    if (isFarm) night.admittedFarm += 1;
    const most = terms.policy.shopMinutes * 60;
    addTo(
      this.shopEnds,
      night.second + Math.max(1, Math.round(spread(this.chance, terms.crowd.shopSeconds, most, terms.evenness?.shop))),
    );
  }

  private endCalls(): void {
    const ended = take(this.calledEnds, this.night.second) ?? 0;
    this.night.called -= ended;
    this.night.passedOver += ended;
  }

  private endShopping(): void {
    const { night, terms } = this;
    for (let n = take(this.shopEnds, night.second) ?? 0; n > 0; n -= 1) {
      const basket = this.chance() < terms.crowd.abandon ? 0 : this.basket();
      const { units, seats } = this.hold(basket);
      if (units === 0) {
        night.inside -= 1;
        night.abandoned += 1;
        continue;
      }
      night.free -= units;
      night.held += units;
      this.pay(units, seats);
    }
  }

  /** Chooses seats or standing places, in proportion to what is free of each. */
  private hold(basket: number): Pick<Leaving, 'units' | 'seats'> {
    const { house } = this.terms;
    const { free, groups } = this.night;
    const seated = house?.free ?? 0;
    if (basket === 0 || !house || seated === 0 || this.chance() * free >= seated)
      return { units: Math.min(basket, free - seated), seats: null };
    const seats = house.take(basket, this.chance());
    if (seats) groups[seats.relaxed ?? 'together'] += 1;
    return { units: seats?.seats.length ?? 0, seats };
  }

  /** Schedules the end of a payment: during a fault, it succeeds afterwards or runs out of time. */
  private pay(units: number, seats: TakenSeats | null): void {
    const { night, terms } = this;
    const most = Math.max(1, Math.round(terms.policy.payMinutes * 60));
    const wanted =
      night.second + Math.max(1, Math.round(spread(this.chance, terms.crowd.paySeconds, most, terms.evenness?.pay)));
    const at = this.isDownAt(wanted) ? Math.ceil(this.noticedAt()) + 1 : wanted;
    const inTime = at - night.second <= most;
    const ends = inTime ? at : night.second + most;
    const leaving = this.payEnds.get(ends) ?? [];
    leaving.push({ units, seats, pays: inTime && this.chance() >= terms.crowd.decline });
    this.payEnds.set(ends, leaving);
  }

  private endPayments(): void {
    const { night } = this;
    const minute = Math.floor(night.second / 60);
    for (const { units, seats, pays } of take(this.payEnds, night.second) ?? []) {
      night.inside -= 1;
      night.held -= units;
      if (pays) {
        night.sold += units;
        night.purchases += 1;
        night.purchasesOfMinute[minute] = (night.purchasesOfMinute[minute] ?? 0) + 1;
      } else {
        night.free += units;
        night.declined += 1;
        if (seats) this.terms.house?.giveBack(seats);
      }
    }
    if (night.sold === this.terms.capacity) night.soldOutAtSecond ??= night.second;
  }

  private basket(): number {
    const { crowd, maxPerFan } = this.terms;
    const low = Math.floor(crowd.basket);
    const units = low + (this.chance() < crowd.basket - low ? 1 : 0);
    return Math.max(1, Math.min(maxPerFan, units));
  }

  private count(): void {
    const { night, terms } = this;
    night.peakInside = Math.max(night.peakInside, night.inside + night.called);
    if (night.free + night.held + night.sold !== terms.capacity || night.free < 0) night.conserved = false;
  }

  private noteMinute(target: number, reason: string): void {
    const { second, arrivals, serving, inside, admitted, sold } = this.night;
    this.night.timeline.push({
      minute: second / 60,
      waiting: arrivals - serving,
      inside,
      admitted,
      sold,
      target,
      reason,
    });
  }
}

function addTo(counts: Map<number, number>, second: number): void {
  const at = Math.round(second);
  counts.set(at, (counts.get(at) ?? 0) + 1);
}

function take<T>(ends: Map<number, T>, second: number): T | undefined {
  const value = ends.get(second);
  ends.delete(second);
  return value;
}
