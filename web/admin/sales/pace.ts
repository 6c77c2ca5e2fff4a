/** Tickets that one buyer takes, and minutes that one spends inside: what many sales come to. */
const TICKETS_PER_BUYER = 2.5;
const MINUTES_INSIDE = 5;
/** A sale that sells out in it neither bores the line nor meets the provider with everything at once. */
const MINUTES_TO_SELL_OUT = 45;
const LEAST = { perMinute: 10, cap: 50 };
/** Card payments a minute that a provider's account takes without a word beforehand. */
const MOST = { perMinute: 1_500, cap: 7_500 };

/** How fast to let people in, by how many tickets there are. Both can be changed while the sale runs. */
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

/** To two digits, as a person would say it. */
function roundly(n: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 1);
  return Math.ceil(n / step) * step;
}

const between = (least: number, n: number, most: number): number => Math.min(most, Math.max(least, n));
