interface ReportFigure {
  unit:
    | 'places'
    | 'orders'
    | 'tickets'
    | 'people'
    | 'joins'
    | 'changes'
    | 'items'
    | 'minutes'
    | 'a minute'
    | 'Brier score'
    | '%';
  label: string;
  formula: string;
  /** Columns from which it is computed; a test finds them in the schema. */
  from: readonly string[];
}

const waitOf = (percent: number, label: string): ReportFigure => ({
  unit: 'minutes',
  label,
  formula: `from the opening until ${percent} % of all positions called so far had been called`,
  from: ['live_history.figures', 'sale.opens_at', 'queue_lane.serving'],
});

/**
 * Every headline figure of a report: its name, its formula and where it comes from, in the order of the report. The
 * formula is written into the document; src/words has both in the reader's language.
 */
export const reportFigures = {
  places: {
    unit: 'places',
    label: 'Places in line',
    formula: 'numbers given in all lanes − numbers reserved and never given',
    from: ['queue_lane.arrivals', 'queue_lane.unused'],
  },
  served: {
    unit: 'places',
    label: 'Called or passed over',
    formula: 'positions called or passed over, all lanes',
    from: ['queue_lane.serving'],
  },
  calledLate: {
    unit: 'places',
    label: 'Rank inversions: called after somebody further back',
    formula:
      'calls of places at or before the furthest position that the line of their lane had passed, as when somebody returns after missing the turn; the draw itself is checked under “The draw”',
    from: ['sale_tally.count'],
  },
  entered: {
    unit: 'places',
    label: 'Let in',
    formula:
      'places let into the shop, counted one by one as each went in; not known for lines from before this was counted',
    from: ['queue_lane.admitted'],
  },
  lostInLine: {
    unit: '%',
    label: 'Lost in the line: did not go in',
    formula: '(called or passed over − let in) ÷ called or passed over',
    from: ['queue_lane.serving', 'queue_lane.admitted'],
  },
  ordersPlaced: {
    unit: 'orders',
    label: 'Orders placed',
    formula: 'all orders of the sale, whatever became of them',
    from: ['orders.id'],
  },
  lostInShop: {
    unit: '%',
    label: 'Lost in the shop: no order',
    formula: '(let in − orders placed) ÷ let in',
    from: ['queue_lane.admitted', 'orders.id'],
  },
  ordersPaid: {
    unit: 'orders',
    label: 'Orders paid',
    formula: 'orders whose money was taken, refunded ones included',
    from: ['orders.paid_at'],
  },
  abandonment: {
    unit: '%',
    label: 'Orders that were not paid',
    formula: '(orders placed − orders paid) ÷ orders placed',
    from: ['orders.id', 'orders.paid_at'],
  },
  conversion: {
    unit: '%',
    label: 'Bought, of those called',
    formula: 'orders paid ÷ places called or passed over',
    from: ['orders.paid_at', 'queue_lane.serving'],
  },
  asleepTold: {
    unit: 'people',
    label: 'Told of their turn while away',
    formula: 'fans who were away when the line passed them, and were told by message or e-mail',
    from: ['queue_woken.told'],
  },
  asleepCame: {
    unit: '%',
    label: 'Of those, got in',
    formula: 'of those told while away, fans who got in',
    from: ['queue_woken.told', 'queue_woken.came'],
  },
  sold: {
    unit: 'tickets',
    label: 'Tickets sold',
    formula: 'sold, all ticket types together',
    from: ['pool.sold'],
  },
  soldShare: {
    unit: '%',
    label: 'Share of all tickets',
    formula: 'sold ÷ (capacity − withdrawn)',
    from: ['pool.sold', 'pool.capacity', 'pool.withdrawn'],
  },
  peoplePer100: {
    unit: 'people',
    label: 'Different people per 100 tickets',
    formula:
      'distinct e-mail addresses of paid orders × 100 ÷ live tickets, both of buyers whose address was not erased since',
    from: ['orders.buyer_email', 'ticket.voided_at'],
  },
  refusedJoins: {
    unit: 'joins',
    label: 'Refused in the line as abuse',
    formula:
      'joins refused for a failed proof of work, a wrong code, an identity that is not valid, a second place, or too many tries',
    from: ['sale_tally.count'],
  },
  refusedShare: {
    unit: '%',
    label: 'Their share of all who asked for a place',
    formula: 'refused joins ÷ (refused joins + places)',
    from: ['sale_tally.count', 'queue_lane.arrivals'],
  },
  refusedPurchases: {
    unit: 'orders',
    label: 'Purchases refused at a limit',
    formula: 'purchases above the limit of a person, or slowed because a network tries cards',
    from: ['sale_tally.count'],
  },
  peakPerMinute: {
    unit: 'a minute',
    label: 'Most let in',
    formula: 'largest growth of “let in” in any minute kept',
    from: ['live_history.figures'],
  },
  peakWaiting: {
    unit: 'people',
    label: 'Most waiting',
    formula: 'largest of all minutes kept',
    from: ['live_history.figures'],
  },
  wait50: waitOf(50, 'Wait of every second fan, minutes'),
  wait90: waitOf(90, 'Wait of nine in ten, minutes'),
  wait99: waitOf(99, 'Wait of 99 in 100, minutes'),
  chanceScore: {
    unit: 'Brier score',
    label: 'Chance of a ticket, as told: error',
    formula:
      'mean of (middle of the chance told − outcome)², for up to 20 places of each lane and minute, spread evenly over all who waited; outcome 1 if tickets were free at the end of the minute of their turn, else 0; 0 is perfect; known once the sale is closed, from 100 places on',
    from: ['live_history.figures'],
  },
  chanceOfMean: {
    unit: 'Brier score',
    label: 'The same, had everybody been told the average',
    formula:
      'the same error of a forecast that knows only how the sale ended on average; what was told helped if its error is smaller',
    from: ['live_history.figures'],
  },
  scanned: {
    unit: 'tickets',
    label: 'Let in at the door',
    formula: 'tickets that let somebody in',
    from: ['ticket.admitted_at'],
  },
  changes: {
    unit: 'changes',
    label: 'Changes made by staff',
    formula: 'entries of the log about this sale; the first 500 are listed',
    from: ['audit_entry.subject'],
  },
  incidents: {
    unit: 'items',
    label: 'Items that needed a person',
    formula: 'items under Attention of this sale; the first 500 are listed',
    from: ['attention.sale_id'],
  },
} as const satisfies Record<string, ReportFigure>;
export type ReportFigureKey = keyof typeof reportFigures;

/** A report published earlier may have figures that are no longer made; their keys are shown. */
export const figureLabel = (key: string): string =>
  Object.hasOwn(reportFigures, key) ? reportFigures[key as ReportFigureKey].label : key;
