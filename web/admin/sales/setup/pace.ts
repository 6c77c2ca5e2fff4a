/** Typical tickets per buyer, and minutes spent inside. */
const TICKETS_PER_BUYER = 2.5;
const MINUTES_INSIDE = 5;
/** Long enough to spread the load on the payment provider, short enough not to bore the line. */
const MINUTES_TO_SELL_OUT = 45;
const LEAST = { perMinute: 10, cap: 50 };
/** Card payments per minute that a provider account usually accepts without prior notice. */
const MOST = { perMinute: 1_500, cap: 7_500 };

/** Suggests the admission rate by number of tickets. Both values can be changed while the sale runs. */
export function suggestedPace(tickets: number): { perMinute: number; cap: number } {
  const buyers = tickets / TICKETS_PER_BUYER;
  const perMinute = between(LEAST.perMinute, roundly(buyers / MINUTES_TO_SELL_OUT), MOST.perMinute);
  return { perMinute, cap: between(LEAST.cap, roundly(perMinute * MINUTES_INSIDE), MOST.cap) };
}

export type ShowSize = 'club' | 'theatre' | 'arena' | 'stadium';

export function sizeOf(tickets: number): ShowSize {
  if (tickets <= 1_000) return 'club';
  if (tickets <= 4_000) return 'theatre';
  return tickets <= 30_000 ? 'arena' : 'stadium';
}

/** Rounds up to two significant digits. */
function roundly(n: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 1);
  return Math.ceil(n / step) * step;
}

const between = (least: number, n: number, most: number): number => Math.min(most, Math.max(least, n));
