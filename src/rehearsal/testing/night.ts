import { NightRun, type RehearsalTerms } from '../night.rules.js';
import { resultOf } from '../result.rules.js';

/** A night of 20,000 fans for 2,000 tickets, changed as given. */
export const terms = (
  crowd: Partial<RehearsalTerms['crowd']> = {},
  change: Partial<RehearsalTerms> = {},
): RehearsalTerms => ({
  policy: {
    ...{ cap: 200, perMinute: 600, graceSeconds: 15, claimMinutes: 10, shopMinutes: 10, holdMinutes: 8 },
    ...{
      payMinutes: 10,
      idleMinutes: 3,
      groupMax: 4,
      handoff: 'once',
      stepUp: 'observe',
      threeDSecure: 'auto',
      ramp: null,
    },
    ...{ disputedTickets: 'hold', warnedTickets: 'keep' },
  },
  capacity: 2_000,
  maxPerFan: 4,
  crowd: {
    ...{ fans: 20_000, beforeOpening: 0.8, arriveMinutes: 30, patienceMinutes: 240, noShow: 0.05, abandon: 0.2 },
    ...{ basket: 2, shopSeconds: 90, paySeconds: 60, decline: 0.05, farmIdentities: 0, farmPlaces: 0 },
    ...{ faultAtMinute: null, faultMinutes: 0, seed: 7, ...crowd },
  },
  ...change,
});
/** Runs a night to its end. */
export function rehearsed(of: RehearsalTerms): ReturnType<typeof resultOf> {
  const run = new NightRun(of);
  while (!run.isOver) run.step();
  return resultOf(of, run.night);
}
