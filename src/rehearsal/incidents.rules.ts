import type { AdmissionPolicy, AdmissionSignals } from '../queue/admission/admission.policy.js';
import { decideAdmission } from '../queue/admission/admission.policy.js';

/** What changes at a second of an incident; everything else stays as it was. */
interface Turn {
  atSecond: number;
  payments?: 'healthy' | 'degraded' | 'down' | 'unknown';
  p95Ms?: number;
  /** false: neither stock nor checkout is reported. */
  reports?: boolean;
  free?: number;
  inside?: number;
}
export interface Incident {
  name: string;
  title: string;
  seconds: number;
  policy?: Partial<AdmissionPolicy>;
  turns: readonly Turn[];
}
export interface Answer {
  second: number;
  perMinute: number;
  cap: number;
  reason: string;
}

/** The course of faults as the drills inject them (docs/drills.md) and as a sale meets them; times in seconds. */
export const incidents: readonly Incident[] = [
  {
    ...{ name: 'payments-killed', title: 'The only payments node is killed at 30 s and reports again at 75 s' },
    seconds: 150,
    turns: [
      { atSecond: 30, payments: 'unknown' },
      { atSecond: 75, payments: 'healthy' },
    ],
  },
  {
    ...{ name: 'provider-slow', title: 'The provider takes 12 s an answer from 30 s to 100 s' },
    seconds: 150,
    turns: [
      { atSecond: 30, payments: 'degraded', p95Ms: 12_000 },
      { atSecond: 100, payments: 'healthy', p95Ms: 800 },
    ],
  },
  {
    ...{ name: 'provider-down', title: 'The provider fails at 30 s, is away from 35 s and answers again at 90 s' },
    seconds: 150,
    turns: [
      { atSecond: 30, payments: 'degraded' },
      { atSecond: 35, payments: 'down' },
      { atSecond: 90, payments: 'healthy' },
    ],
  },
  {
    ...{ name: 'shop-silent', title: 'Neither stock nor payments are reported from 30 s to 60 s' },
    seconds: 120,
    turns: [
      { atSecond: 30, reports: false },
      { atSecond: 60, reports: true },
    ],
  },
  {
    ...{ name: 'stock-ends', title: 'The last tickets are taken; eight come back at 90 s' },
    seconds: 120,
    turns: [
      { atSecond: 30, free: 40, inside: 60 },
      { atSecond: 60, free: 0, inside: 20 },
      { atSecond: 90, free: 8, inside: 2 },
    ],
  },
  {
    ...{ name: 'ramp', title: 'The sale opens with a ramp of two minutes, from 60 a minute' },
    seconds: 150,
    policy: { ramp: { minutes: 2, fromPerMinute: 60 } },
    turns: [],
  },
];

const PER_MINUTE = 600;
const TICKS_A_SECOND = 4;
const policy: AdmissionPolicy = {
  ...{ cap: 200, perMinute: PER_MINUTE, graceSeconds: 15, claimMinutes: 10, shopMinutes: 10 },
  ...{ holdMinutes: 8, payMinutes: 10, idleMinutes: 3, groupMax: 4, handoff: 'once', stepUp: 'observe', ramp: null },
};
const calm = { payments: 'healthy', p95Ms: 800, reports: true, free: 20_000, inside: 80 } as const;

/** Asks the policy of the tick every 250 ms through an incident; returns its answer for each second. */
export function answersTo(incident: Incident): Answer[] {
  const answers: Answer[] = [];
  let state: Required<Omit<Turn, 'atSecond'>> = { ...calm };
  let ratePerMinute: number | null = null;
  let badSinceMs: number | null = null;
  let silentSinceMs: number | null = null;
  for (let tick = 0; tick <= incident.seconds * TICKS_A_SECOND; tick += 1) {
    const nowMs = (tick * 1_000) / TICKS_A_SECOND;
    for (const { atSecond, ...turn } of incident.turns) if (atSecond * 1_000 === nowMs) state = { ...state, ...turn };
    const isBad = state.payments === 'down' || state.payments === 'unknown';
    badSinceMs = isBad ? (badSinceMs ?? nowMs) : null;
    silentSinceMs = state.reports ? null : (silentSinceMs ?? nowMs);
    const sinceOf = (beganMs: number | null): number => (beganMs === null ? 0 : nowMs - beganMs);
    const signals = signalsAt(nowMs, state, { down: sinceOf(badSinceMs), lost: sinceOf(silentSinceMs) }, ratePerMinute);
    const decision = decideAdmission({ ...policy, ...incident.policy }, signals);
    ({ ratePerMinute } = decision);
    if (tick % TICKS_A_SECOND === 0)
      answers.push({ second: nowMs / 1_000, perMinute: ratePerMinute, cap: decision.cap, reason: decision.reason });
  }
  return answers;
}

function signalsAt(
  nowMs: number,
  { payments, p95Ms, reports, free, inside }: Required<Omit<Turn, 'atSecond'>>,
  forMs: { down: number; lost: number },
  ratePerMinute: number | null,
): AdmissionSignals {
  const lane = { key: 'general', weight: 1, arrivals: 100_000, serving: 5_000, ready: 1_200 };
  return {
    ...{ state: 'on_sale', drawnAtMs: 0, quietUntilMs: 0, nowMs, elapsedMs: 1_000 / TICKS_A_SECOND },
    ...{ ratePerMinute, active: inside, called: 0 },
    lanes: [{ ...lane, window: 1_200, windowAtMs: 0 }],
    stock: reports ? { free, held: 0 } : null,
    checkout: reports ? { payments, downForMs: forMs.down, successRate: 0.97, p95Ms, meanBasket: 2 } : null,
    checkoutLostForMs: forMs.lost,
  };
}
