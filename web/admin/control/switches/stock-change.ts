import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import { seatIdsIn } from '../../sales/channels/channels-draft.js';
import { MOST, wholeOf } from '../../sales/setup/sale-draft.js';
import { count, some } from '../figures/words.js';

type Stock = LiveShape['stock'][number];
export type SeatTarget = 'withdrawn' | 'blocked' | 'free';

/** Parses a typed capacity, zero included; null if it is not a valid number. */
export const capacityTyped = (typed: string): number | null => wholeOf(typed, MOST.tickets, 0);

/** Describes the effect of a new capacity, or why it is not possible; without the line, only that it is not known. */
export function capacityEffect(
  stock: Stock,
  capacity: number,
  isLineKnown = true,
): { wrong: string } | { effect: string } {
  if (!isLineKnown) return { effect: 'What this does cannot be said right now: it is not known how many are free.' };
  const taken = stock.sold + stock.held + stock.withdrawn;
  const { capacity: before } = stock;
  if (capacity < taken) return { wrong: `${takenWords(stock)}, so it cannot be below ${count(taken)}.` };
  if (capacity > before) return { effect: `${some(capacity - before, 'more is', 'more are')} offered at once.` };
  if (capacity < before)
    return {
      effect: `${some(before - capacity, 'that is free now is', 'that are free now are')} taken off sale. Nobody loses what is in a basket or bought.`,
    };
  return { effect: 'That is what it is now.' };
}

/** Describes the stock of a type as it is, or as far as it is known without the line. */
export function stockWords(stock: Stock, isLineKnown: boolean): string {
  if (isLineKnown) return `${count(stock.free)} of ${count(stock.capacity)} are free. ${takenWords(stock)}.`;
  const sold = some(stock.sold, 'is sold', 'are sold');
  return `Of ${count(stock.capacity)}, ${sold}. How many are free or in baskets is not known right now.`;
}

function takenWords({ sold, held, withdrawn }: Stock): string {
  const parts = [some(sold, 'is sold', 'are sold'), `${count(held)} in baskets or being paid for`];
  return [...parts, ...(withdrawn > 0 ? [`${count(withdrawn)} withdrawn`] : [])].join(', ');
}

export const seatWords: Record<SeatTarget, { label: string; means: string; action: (seats: number) => string }> = {
  blocked: {
    label: 'Block',
    means: 'Off sale until you put them back: a camera position, a doubtful view.',
    action: (seats) => `Block ${seatsWords(seats)}`,
  },
  withdrawn: {
    label: 'Withdraw',
    means: 'Off sale for good: they count as gone, and the sale can sell out without them.',
    action: (seats) => `Withdraw ${seatsWords(seats)}`,
  },
  free: {
    label: 'Put back',
    means: 'Blocked seats are offered again at once.',
    action: (seats) => `Put ${seatsWords(seats)} back`,
  },
};

const seatsWords = (seats: number): string => (seats === 1 ? '1 seat' : `${count(seats)} seats`);

const MOST_SEATS = 2_000;
/** Parses typed or pasted seat ids, or returns what is wrong with them. */
export function seatsTyped(text: string): { ids: string[] } | { wrong: string } {
  const ids = seatIdsIn(text);
  if (ids.length === 0) return { wrong: 'At least one seat.' };
  if (ids.length > MOST_SEATS) return { wrong: `At most 2,000 at a time; these are ${count(ids.length)}.` };
  const odd = ids.find((id) => !/^[\w.-]{1,64}$/.test(id));
  return odd === undefined ? { ids } : { wrong: `“${odd.slice(0, 40)}” is not the id of a seat, such as A-1-12.` };
}
