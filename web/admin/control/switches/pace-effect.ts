import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import type { LivePoint } from '../../net/live-history.js';
import { forecastOf, type Pace } from '../figures/forecast.js';
import { drainWords, forecastWords } from '../figures/words.js';

interface Night {
  sale: StaffSaleShape;
  live: LiveShape;
  history: readonly LivePoint[];
}

/** Says how the line would go on at another pace, and how it does now: "about 20 min instead of about 10 min". */
export function paceEffect(night: Night, pace: Pace): string {
  const [next, now] = [at(night, pace), at(night, night.sale.policy)];
  return next === now ? next : `${next} instead of ${now}`;
}

function at({ sale, live, history }: Night, pace: Pace): string {
  const { waiting } = stageCounts(live);
  if (live.state !== 'on_sale')
    return waiting === 0 ? 'nobody waits' : `${drainWords(waiting, pace.perMinute)} once it goes on`;
  const [lane, ...others] = Object.values(live.lanes);
  return forecastWords(forecastOf(live, history, pace), {
    nowMs: Date.parse(live.at),
    timeZone: sale.show.timeZone,
    served: others.length === 0 ? (lane?.serving ?? null) : null,
  });
}
