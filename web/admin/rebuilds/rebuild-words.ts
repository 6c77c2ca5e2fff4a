import type { RebuildShape } from '../../../src/contract/stock/rebuild-shapes.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { count } from '../control/figures/words.js';

const foundWords: Record<RebuildShape['found'], string> = {
  stock: 'the stock as it was left',
  nothing: 'nothing: it had been emptied',
  unfinished: 'a rebuild that had not finished',
  unreadable: 'stock that could not be read',
};

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const tickets = (n: number): string => (n === 1 ? '1 ticket' : `${count(n)} tickets`);

/** What a rebuild found, lost and restored, a line each. An unknown loss is said with what was last seen. */
export function rebuildFacts(rebuild: RebuildShape, timeZone: string): { label: string; text: string }[] {
  const { before, orders, seats } = rebuild;
  const seen = (what: (figures: NonNullable<RebuildShape['before']>) => string | null): string => {
    const last = before && what(before);
    return before && last !== null
      ? `not known; ${last} at ${formatTimeOfDay(before.at, 'en-GB', timeZone)}`
      : 'not known, and nothing was seen shortly before';
  };
  const facts = [
    { label: 'Stopped for', text: seconds(rebuild.tookMs) },
    { label: 'Redis held', text: foundWords[rebuild.found] },
    {
      label: 'Unpaid holds that ended',
      text:
        rebuild.holdsLost === null
          ? seen(({ held }) => (held === null ? null : `${tickets(held)} held`))
          : count(rebuild.holdsLost),
    },
    {
      label: 'Fans sent to claim again',
      text:
        rebuild.admissionsLost === null
          ? seen(({ shopping, paying }) =>
              shopping === null || paying === null ? null : `${count(shopping + paying)} inside`,
            )
          : count(rebuild.admissionsLost),
    },
    { label: 'Tickets of orders', text: `${count(orders.units)}, all written again from Postgres` },
    { label: 'of these, lost by Redis', text: known(orders.regained) },
    { label: 'Kept for orders that own none', text: known(orders.dropped) },
    { label: 'Claimed by two orders', text: count(orders.conflicts) },
  ];
  if (seats.freed !== null || seats.corrected !== null)
    facts.push({ label: 'Seats', text: `${known(seats.freed)} free again, ${known(seats.corrected)} corrected` });
  return [...facts, ...rebuild.lanes.map(laneFact)];
}

const known = (n: number | null): string => (n === null ? 'not known' : count(n));

function laneFact({ lane, arrivals, serving, found }: RebuildShape['lanes'][number]): { label: string; text: string } {
  const given = found === null ? '' : `${count(found.arrivals)} were given, `;
  return {
    label: `Places, ${lane}`,
    text: `none lost: ${given}numbers go on above ${count(arrivals)}; ${count(serving)} called so far`,
  };
}

/** A line for the control room. */
export function rebuildNote({ at, tookMs, found }: RebuildShape, timeZone: string): string {
  const what = found === 'nothing' ? 'Redis was emptied' : 'Redis was lost';
  return `${what}; the sale went on at ${formatTimeOfDay(at, 'en-GB', timeZone)}, after ${seconds(tookMs)}`;
}
