import type { AdmissionReason } from '../../../../src/contract/line/admission-reasons.js';
import type { LineForecast } from './forecast.js';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { SaleState } from '../../../../src/contract/sale/sale-shapes.js';
import { formatTimeOfDay } from '../../../shared/format/time.js';

const whole = new Intl.NumberFormat('en');
/** NaN stands for a number that is not known. */
export const count = (n: number): string => (Number.isNaN(n) ? '–' : whole.format(n));
/** "1 payment goes on", "3 payments go on". */
export function some(n: number, one: string, many: string): string {
  if (Number.isNaN(n)) return `an unknown number of ${many}`;
  return `${count(n)} ${n === 1 ? one : many}`;
}
export const people = (n: number): string => some(n, 'person', 'people');

export const stateWords: Record<SaleState, string> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  prequeue: 'Prequeue open',
  on_sale: 'On sale',
  paused: 'Paused',
  sold_out: 'Sold out',
  closed: 'Closed',
};

/** Explains the admission rate in one short sentence. Unknown codes are shown verbatim. */
export function reasonWords(reason: string, waiting: number): string {
  if (reason === 'NOBODY_READY' && waiting === 0) return 'Nobody is in line right now.';
  return Object.hasOwn(reasonSentences, reason) ? reasonSentences[reason as keyof typeof reasonSentences] : reason;
}
const reasonSentences: Record<AdmissionReason | 'CORE_AWAY', string> = {
  NOT_OPEN: 'The sale is not open yet, so nobody is let in.',
  AWAITING_BEACON: 'The draw waits for the public beacon. The sale opens by itself as soon as it is there.',
  PAUSED: 'The sale is paused. Nobody is called until somebody resumes it.',
  SOLD_OUT: 'Everything is sold. Nobody more is let in.',
  CLOSED: 'The sale is over.',
  SETTLING: 'Nobody is called for a moment: the draw was just made, or the line was just rebuilt.',
  SIGNAL_LOST:
    'Stock or payments have not been reported for some seconds, so people come in slowly, and after ten seconds without news of payments not at all.',
  QUARANTINED: 'Charges of unknown orders were found, so nobody is let in until somebody decides under Attention.',
  SHOP_AWAY: 'No node serves the shop, so people come in slowly, and after ten seconds not at all.',
  PAYMENTS_DOWN: 'The payment provider is down. Nobody is let in who could not pay.',
  PAYMENTS_UNKNOWN:
    'No payments node reports, so people come in slowly, and after ten seconds not at all. After a complete stop nobody comes in until the provider’s charges have been compared.',
  PAYMENTS_TROUBLE: 'The payment provider is slow or failing, so fewer people come in.',
  STOCK_GONE:
    'Nothing is free to fans right now: all is held, sold, or allocated to partners. People come in when tickets return.',
  STOCK_LIMITED: 'Few tickets are left, so only as many come in as can buy.',
  AT_CAP: 'The shop is full. The next come in as others leave.',
  NOBODY_READY: 'Everybody near the front who is here was called. The others are away.',
  RECOVERING: 'The speed is rising to what you set.',
  RAMPING: 'The sale has just opened. The speed rises evenly to what you set.',
  AT_RATE: 'People come in at the speed you set.',
  CORE_AWAY: 'The line cannot be read right now. Places are safe; figures come back by themselves.',
};

export const paymentWords: Record<LiveShape['payments']['state'], string> = {
  healthy: 'Healthy',
  degraded: 'Slow or failing',
  down: 'Down',
  unknown: 'No report',
};

const turnedAway: Record<string, string> = {
  poll: 'pages that ask for news',
  join: 'new places',
  place: 'fans who read or change their place',
  socket: 'new live connections',
  inside: 'shoppers',
  money: 'orders',
};

/** Names what an overloaded node refuses for now. */
export const sheddingWords = (shedding: readonly string[]): string =>
  shedding.map((work) => turnedAway[work] ?? work).join(', ');

/** Says how an overloaded node degrades; null while it does not. */
export const degradationWords: Record<LiveShape['nodes'][number]['step'], string | null> = {
  none: null,
  stretched: 'overloaded: updates come every 3 s instead of every second',
  no_new_sockets: 'overloaded: updates are slower, new pages poll instead of connecting',
  joins_shed: 'overloaded: updates are slower, new pages poll, some joins must retry',
};

/** Nodes report to Redis, as the line does. */
export const noNodesWords = (isLineKnown: boolean): string =>
  isLineKnown ? 'No node reports yet: each does within two seconds.' : 'Which nodes live is not known right now.';

/** Returns how long `waiting` people take at `perMinute`: "about 16 min", "about 2 h 10 min". */
export function drainWords(waiting: number, perMinute: number): string {
  if (waiting === 0) return 'nobody waits';
  if (perMinute <= 0) return 'nobody comes in';
  return minutesWords(waiting / perMinute);
}

function minutesWords(exact: number): string {
  const minutes = Math.max(1, Math.ceil(exact));
  if (minutes < 60) return `about ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = Math.round((minutes % 60) / 10) * 10;
  return rest === 0 || rest === 60 ? `about ${hours + (rest === 60 ? 1 : 0)} h` : `about ${hours} h ${rest} min`;
}

/**
 * Describes the forecast in a few words. @param at the time now, the venue's zone, and S of the only
 * lane; null with several lanes, whose positions are not one order
 */
export function forecastWords(
  forecast: LineForecast,
  { nowMs, timeZone, served }: { nowMs: number; timeZone: string; served: number | null },
): string {
  switch (forecast.kind) {
    case 'unknown':
      return 'it is not known how long';
    case 'nobody_waits':
      return 'nobody waits';
    case 'over':
      return 'is over';
    case 'stands':
      return 'stands still';
    case 'empties':
      return `empty in ${minutesWords(forecast.minutes)}`;
    case 'sells_out':
      return `sold out about ${formatTimeOfDay(nowMs + forecast.minutes * 60_000, 'en-GB', timeZone)}; ${
        served === null
          ? `about ${count(forecast.admitted)} more get in`
          : `from position ${count(roundedPosition(served + forecast.passed + 1))} on it is hopeless`
      }`;
  }
}

/** A forecast is not exact to a person: two digits are. */
function roundedPosition(position: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(position)) - 1);
  return Math.round(position / step) * step;
}

export function percent(share: number | null): string {
  return share === null ? 'no calls yet' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
