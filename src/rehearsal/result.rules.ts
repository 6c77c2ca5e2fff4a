import type { RehearsalResultShape } from '../contract/staff/rehearsal-shapes.js';
import type { Night, RehearsalTerms } from './night.rules.js';

/** Target duration of a sale: longer tires people, shorter exceeds what most payment providers can take. */
const GOOD_MINUTES = 45;
const ROOM = 1.25;
/** Waiting fans per node, with headroom for the loss of another node. */
const FANS_OF_A_NODE = 10_000;
const MOST_TIMELINE = 240;
/** Nodes are started before the waiting room opens. */
const HOURS_BEFORE = 1;

/** Summarises a night. */
export function resultOf({ crowd, capacity, policy }: RehearsalTerms, night: Night): RehearsalResultShape {
  const seconds = Math.max(1, night.second);
  const total = [...night.reasonSeconds.values()].reduce((sum, n) => sum + n, 0) || 1;
  const people = crowd.fans + crowd.farmIdentities;
  return {
    minutes: tenth(seconds / 60),
    soldOutAtMinute: night.soldOutAtSecond === null ? null : tenth(night.soldOutAtSecond / 60),
    capacity,
    sold: night.sold,
    admitted: night.admitted,
    purchases: night.purchases,
    abandoned: night.abandoned,
    declined: night.declined,
    passedOver: night.passedOver,
    neverCalled: night.arrivals - night.serving,
    hopelessFrom: night.soldOutAtSecond === null || night.serving >= night.arrivals ? null : night.serving + 1,
    waitMinutes: waitsOf(night.waits),
    peakInside: night.peakInside,
    peakPurchasesPerMinute: night.purchasesOfMinute.reduce((most, n) => Math.max(most, n), 0),
    seats: seatsOf(night.groups),
    farm:
      crowd.farmPlaces === 0
        ? null
        : {
            places: crowd.farmPlaces,
            admitted: night.admittedFarm,
            share: night.admitted === 0 ? 0 : night.admittedFarm / night.admitted,
            fairShare: people === 0 ? 0 : crowd.farmIdentities / people,
          },
    limits: [...night.reasonSeconds]
      .map(([reason, n]) => ({ reason, share: n / total }))
      .sort((a, b) => b.share - a.share),
    timeline: thinned(night.timeline),
    conserved: night.conserved,
    recommended: recommend({ crowd, capacity, policy }, night),
  };
}

function seatsOf({ together, orphan, split }: Night['groups']): NonNullable<RehearsalResultShape['seats']> | null {
  const groups = together + orphan + split;
  if (groups === 0) return null;
  return { groups, together: together / groups, leftSingle: orphan / groups, split: split / groups };
}

function recommend(
  { crowd, capacity, policy }: Pick<RehearsalTerms, 'crowd' | 'capacity' | 'policy'>,
  night: Night,
): RehearsalResultShape['recommended'] {
  const buying = Math.max(0.05, (1 - crowd.abandon) * (1 - crowd.decline));
  const visitors = capacity / Math.max(1, crowd.basket) / buying;
  const perMinute = Math.max(1, Math.ceil(visitors / GOOD_MINUTES));
  const stayMinutes = (crowd.shopSeconds + crowd.paySeconds * (1 - crowd.abandon)) / 60;
  const cap = Math.max(1, Math.ceil(perMinute * stayMinutes * ROOM));
  const purchases = tenth((perMinute * buying) / 60);
  const nodes = Math.max(1, Math.ceil((crowd.fans + crowd.farmIdentities) / FANS_OF_A_NODE));
  const why = [
    `About ${whole(Math.ceil(visitors))} visits sell ${whole(capacity)} tickets; ${whole(perMinute)} a minute do that in ${GOOD_MINUTES} minutes.`,
    `A visit takes ${tenth(stayMinutes)} minutes, so ${whole(cap)} people are inside at once, with a quarter to spare.`,
    `Payments must take ${purchases} purchases a second: ask your provider.`,
  ];
  const capShare = (night.reasonSeconds.get('AT_CAP') ?? 0) / Math.max(1, night.second);
  if (capShare > 0.5)
    why.push(`The cap of ${whole(policy.cap)} held admission back for ${Math.round(capShare * 100)} % of the time.`);
  return {
    perMinute,
    cap,
    purchasesPerSecond: purchases,
    nodes,
    nodeHours: Math.ceil(nodes * (HOURS_BEFORE + night.second / 3_600)),
    why,
  };
}

/** @param waits how many waited so many seconds */
function waitsOf(waits: Uint32Array): RehearsalResultShape['waitMinutes'] {
  const all = waits.reduce((sum, n) => sum + n, 0);
  if (all === 0) return null;
  const at = (share: number): number => {
    let passed = 0;
    return tenth(waits.findIndex((n) => (passed += n) > Math.min(all - 1, all * share)) / 60);
  };
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

/** Thins a long timeline to every n-th minute. */
function thinned<T>(rows: readonly T[]): T[] {
  const step = Math.ceil(rows.length / MOST_TIMELINE);
  return step <= 1 ? [...rows] : rows.filter((_, index) => index % step === 0);
}

const whole = (n: number): string => n.toLocaleString('en');
const tenth = (value: number): number => Math.round(value * 10) / 10;
