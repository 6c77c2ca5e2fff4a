/** How the fans of one sale behave, and what befalls it. */
export interface Shape {
  key: string;
  title: string;
  fans: number;
  tickets: number;
  cap: number;
  perMinute: number;
  /** Share of those who took a place and come when the sale opens. */
  shows: number;
  /** Share of those who tire of waiting, and leave at some moment of the first two minutes. */
  tires: number;
  /** Share of those let in who buy; of the others, half give their turn back and half just go. */
  buys: number;
  /** Mean time to choose, exponentially distributed. */
  choosesSeconds: number;
  /** The promoter pauses the sale once. */
  pause?: { atSecond: number; forSeconds: number };
  /** The payment provider closes every connection. Concerns every sale of the node. */
  paymentsDown?: { atSecond: number; forSeconds: number };
}

const usual = {
  fans: 240,
  tickets: 400,
  cap: 40,
  perMinute: 80,
  shows: 0.85,
  tires: 0.05,
  buys: 0.8,
  choosesSeconds: 15,
};

export const shapes: readonly Shape[] = [
  { ...usual, key: 'steady', title: 'A steady sale' },
  { ...usual, key: 'full-shop', title: 'A shop that is full', fans: 160, cap: 15, perMinute: 300, choosesSeconds: 18 },
  { ...usual, key: 'paused', title: 'Paused once', pause: { atSecond: 60, forSeconds: 40 } },
  { ...usual, key: 'abandoning', title: 'A crowd that gives up', tires: 0.35, buys: 0.4 },
  { ...usual, key: 'no-shows', title: 'Most do not come', fans: 300, shows: 0.4 },
  { ...usual, key: 'scarce', title: 'Sold out half way', fans: 260, tickets: 150 },
  {
    ...usual,
    ...{ key: 'scarce-full-shop', title: 'Sold out from a full shop', fans: 200, tickets: 110 },
    ...{ cap: 30, perMinute: 300, choosesSeconds: 18 },
  },
  {
    ...usual,
    ...{ key: 'stalled-payments', title: 'Payments stall', paymentsDown: { atSecond: 60, forSeconds: 40 } },
  },
];
