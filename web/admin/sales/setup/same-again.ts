import type { SaleDraft } from './sale-draft.js';
import { instantsOf } from './zone-time.js';

const DAY_MS = 86_400_000;
/** Keeps the weekday, which matters more to a show than the day of the month. */
const MONTH_DAYS = 28;
/** Ten years of months: a sale that is older keeps its times, which the form questions. */
const MOST_MONTHS = 130;
const times = ['startsAt', 'prequeueAt', 'opensAt', 'closesAt'] as const;

/** Returns a copy whose times lie one month on, or as many as put its waiting room ahead. It needs an address of its own. */
export function sameAgain(draft: SaleDraft, nowMs: number): SaleDraft {
  for (let months = 1; months <= MOST_MONTHS; months += 1) {
    const moved = movedBy(draft, months * MONTH_DAYS);
    const [prequeue = Number.NaN] = instantsOf(moved.prequeueAt, moved.timeZone);
    // a time that the clocks skip is not ahead, but the form says so beside it
    if (Number.isNaN(prequeue) || prequeue > nowMs) return { ...moved, slug: '' };
  }
  return { ...draft, slug: '' };
}

/** Moves the dates as a calendar does: clocks that change in between do not shift the time of day. */
function movedBy(draft: SaleDraft, days: number): SaleDraft {
  const moved = { ...draft };
  for (const field of times) moved[field] = movedDate(draft[field], days);
  return moved;
}

function movedDate(local: string, days: number): string {
  const [date = '', time] = local.split('T');
  const at = Date.parse(`${date}T00:00:00Z`);
  return time === undefined || Number.isNaN(at)
    ? local
    : `${new Date(at + days * DAY_MS).toISOString().slice(0, 10)}T${time}`;
}
