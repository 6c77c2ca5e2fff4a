/** A text in English and German. */
export type InBoth = readonly [en: string, de: string];

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
  label: InBoth;
  formula: InBoth;
  /** Columns from which it is computed; a test finds them in the schema. */
  from: readonly string[];
}

const waitOf = (percent: number, who: InBoth): ReportFigure => ({
  unit: 'minutes',
  label: who,
  formula: [
    `from the opening until ${percent} % of all positions called so far had been called`,
    `von der Öffnung, bis ${percent} % aller bisher aufgerufenen Positionen aufgerufen waren`,
  ],
  from: ['live_history.figures', 'sale.opens_at', 'queue_lane.serving'],
});

/** Every headline figure of a report: its name, its formula and where it comes from, in the order of the report. */
export const reportFigures = {
  places: {
    unit: 'places',
    label: ['Places in line', 'Plätze in der Schlange'],
    formula: [
      'numbers given in all lanes − numbers reserved and never given',
      'vergebene Nummern aller Spuren − reservierte, nie vergebene Nummern',
    ],
    from: ['queue_lane.arrivals', 'queue_lane.unused'],
  },
  served: {
    unit: 'places',
    label: ['Called or passed over', 'Aufgerufen oder übergangen'],
    formula: ['positions called or passed over, all lanes', 'aufgerufene oder übergangene Positionen aller Spuren'],
    from: ['queue_lane.serving'],
  },
  calledLate: {
    unit: 'places',
    label: [
      'Rank inversions: called after somebody further back',
      'Rangwechsel: nach jemandem von weiter hinten aufgerufen',
    ],
    formula: [
      'calls of places at or before the furthest position that the line of their lane had passed, as when somebody returns after missing the turn; the draw itself is checked under “The draw”',
      'Aufrufe von Plätzen, an denen die Schlange ihrer Spur schon vorüber war, etwa wenn jemand nach verpasstem Aufruf zurückkommt; die Auslosung selbst ist unter „Die Auslosung“ geprüft',
    ],
    from: ['sale_tally.count'],
  },
  entered: {
    unit: 'places',
    label: ['Let in', 'Eingelassen'],
    formula: [
      'places let into the shop, counted one by one as each went in; not known for lines from before this was counted',
      'in den Shop eingelassene Plätze, beim Eintritt einzeln gezählt; nicht bekannt bei Schlangen aus der Zeit davor',
    ],
    from: ['queue_lane.admitted'],
  },
  lostInLine: {
    unit: '%',
    label: ['Lost in the line: did not go in', 'In der Schlange abgesprungen'],
    formula: [
      '(called or passed over − let in) ÷ called or passed over',
      '(aufgerufen oder übergangen − eingelassen) ÷ aufgerufen oder übergangen',
    ],
    from: ['queue_lane.serving', 'queue_lane.admitted'],
  },
  ordersPlaced: {
    unit: 'orders',
    label: ['Orders placed', 'Bestellungen'],
    formula: ['all orders of the sale, whatever became of them', 'alle Bestellungen, was auch aus ihnen wurde'],
    from: ['orders.id'],
  },
  lostInShop: {
    unit: '%',
    label: ['Lost in the shop: no order', 'Im Shop abgesprungen'],
    formula: ['(let in − orders placed) ÷ let in', '(eingelassen − Bestellungen) ÷ eingelassen'],
    from: ['queue_lane.admitted', 'orders.id'],
  },
  ordersPaid: {
    unit: 'orders',
    label: ['Orders paid', 'Bezahlte Bestellungen'],
    formula: [
      'orders whose money was taken, refunded ones included',
      'Bestellungen, deren Geld eingenommen wurde, auch später erstattete',
    ],
    from: ['orders.paid_at'],
  },
  abandonment: {
    unit: '%',
    label: ['Orders that were not paid', 'Nicht bezahlte Bestellungen'],
    formula: ['(orders placed − orders paid) ÷ orders placed', '(Bestellungen − bezahlte Bestellungen) ÷ Bestellungen'],
    from: ['orders.id', 'orders.paid_at'],
  },
  conversion: {
    unit: '%',
    label: ['Bought, of those called', 'Gekauft, von den Aufgerufenen'],
    formula: [
      'orders paid ÷ places called or passed over',
      'bezahlte Bestellungen ÷ aufgerufene oder übergangene Plätze',
    ],
    from: ['orders.paid_at', 'queue_lane.serving'],
  },
  asleepTold: {
    unit: 'people',
    label: ['Told of their turn while away', 'In Abwesenheit benachrichtigt'],
    formula: [
      'fans who were away when the line passed them, and were told by message or e-mail',
      'Fans, die fehlten, als die Schlange sie überging, und per Nachricht oder E-Mail benachrichtigt wurden',
    ],
    from: ['queue_woken.told'],
  },
  asleepCame: {
    unit: '%',
    label: ['Of those, got in', 'Davon eingelassen'],
    formula: ['of those told while away, fans who got in', 'von den in Abwesenheit benachrichtigten die eingelassenen'],
    from: ['queue_woken.told', 'queue_woken.came'],
  },
  sold: {
    unit: 'tickets',
    label: ['Tickets sold', 'Verkaufte Tickets'],
    formula: ['sold, all ticket types together', 'verkauft, alle Ticketarten zusammen'],
    from: ['pool.sold'],
  },
  soldShare: {
    unit: '%',
    label: ['Share of all tickets', 'Anteil an allen Tickets'],
    formula: ['sold ÷ (capacity − withdrawn)', 'verkauft ÷ (Kontingent − zurückgezogen)'],
    from: ['pool.sold', 'pool.capacity', 'pool.withdrawn'],
  },
  peoplePer100: {
    unit: 'people',
    label: ['Different people per 100 tickets', 'Verschiedene Personen je 100 Tickets'],
    formula: [
      'distinct e-mail addresses of paid orders × 100 ÷ live tickets, both of buyers whose address was not erased since',
      'verschiedene E-Mail-Adressen bezahlter Bestellungen × 100 ÷ gültige Tickets, beides nur von Käufern, deren Adresse seither nicht gelöscht wurde',
    ],
    from: ['orders.buyer_email', 'ticket.voided_at'],
  },
  refusedJoins: {
    unit: 'joins',
    label: ['Refused in the line as abuse', 'In der Schlange als Missbrauch abgewiesen'],
    formula: [
      'joins refused for a failed proof of work, a wrong code, an identity that is not valid, a second place, or too many tries',
      'Beitritte, abgewiesen wegen gescheitertem Arbeitsnachweis, falschem Code, ungültiger Identität, zweitem Platz oder zu vieler Versuche',
    ],
    from: ['sale_tally.count'],
  },
  refusedShare: {
    unit: '%',
    label: ['Their share of all who asked for a place', 'Ihr Anteil an allen, die einen Platz wollten'],
    formula: ['refused joins ÷ (refused joins + places)', 'abgewiesene ÷ (abgewiesene + Plätze)'],
    from: ['sale_tally.count', 'queue_lane.arrivals'],
  },
  refusedPurchases: {
    unit: 'orders',
    label: ['Purchases refused at a limit', 'An einer Grenze abgewiesene Käufe'],
    formula: [
      'purchases above the limit of a person, or slowed because a network tries cards',
      'Käufe über der Grenze einer Person, oder gebremst, weil ein Netz Karten ausprobiert',
    ],
    from: ['sale_tally.count'],
  },
  peakPerMinute: {
    unit: 'a minute',
    label: ['Most let in', 'Höchster Einlass'],
    formula: ['largest growth of “let in” in any minute kept', 'größter Zuwachs von „eingelassen“ in einer Minute'],
    from: ['live_history.figures'],
  },
  peakWaiting: {
    unit: 'people',
    label: ['Most waiting', 'Meiste Wartende'],
    formula: ['largest of all minutes kept', 'größter Wert aller Minuten'],
    from: ['live_history.figures'],
  },
  wait50: waitOf(50, ['Wait of every second fan, minutes', 'Wartezeit jedes Zweiten, Minuten']),
  wait90: waitOf(90, ['Wait of nine in ten, minutes', 'Wartezeit von neun in zehn, Minuten']),
  wait99: waitOf(99, ['Wait of 99 in 100, minutes', 'Wartezeit von 99 in 100, Minuten']),
  chanceScore: {
    unit: 'Brier score',
    label: ['Chance of a ticket, as told: error', 'Angezeigte Chance auf ein Ticket: Fehler'],
    formula: [
      'mean of (middle of the chance told − outcome)², for up to 20 places of each lane and minute, spread evenly over all who waited; outcome 1 if tickets were free at the end of the minute of their turn, else 0; 0 is perfect; known once the sale is closed, from 100 places on',
      'Mittel von (Mitte der angezeigten Chance − Ausgang)², für bis zu 20 Plätze je Spur und Minute, gleichmäßig über alle Wartenden verteilt; Ausgang 1, wenn am Ende der Minute, in der sie an der Reihe waren, Tickets frei waren, sonst 0; 0 ist fehlerfrei; bekannt nach Ende des Verkaufs, ab 100 Plätzen',
    ],
    from: ['live_history.figures'],
  },
  chanceOfMean: {
    unit: 'Brier score',
    label: ['The same, had everybody been told the average', 'Dasselbe, hätten alle den Durchschnitt gesehen'],
    formula: [
      'the same error of a forecast that knows only how the sale ended on average; what was told helped if its error is smaller',
      'derselbe Fehler einer Vorhersage, die nur den mittleren Ausgang des Verkaufs kennt; die Anzeige half, wenn ihr Fehler kleiner ist',
    ],
    from: ['live_history.figures'],
  },
  scanned: {
    unit: 'tickets',
    label: ['Let in at the door', 'Am Eingang eingelassen'],
    formula: ['tickets that let somebody in', 'Tickets, mit denen jemand eingelassen wurde'],
    from: ['ticket.admitted_at'],
  },
  changes: {
    unit: 'changes',
    label: ['Changes made by staff', 'Änderungen durch das Team'],
    formula: [
      'entries of the log about this sale; the first 500 are listed',
      'Einträge des Protokolls zu diesem Verkauf; die ersten 500 stehen in der Liste',
    ],
    from: ['audit_entry.subject'],
  },
  incidents: {
    unit: 'items',
    label: ['Items that needed a person', 'Fälle, die eine Entscheidung brauchten'],
    formula: [
      'items under Attention of this sale; the first 500 are listed',
      'Fälle unter Aufmerksamkeit zu diesem Verkauf; die ersten 500 stehen in der Liste',
    ],
    from: ['attention.sale_id'],
  },
} as const satisfies Record<string, ReportFigure>;
export type ReportFigureKey = keyof typeof reportFigures;

const known: Readonly<Record<string, ReportFigure>> = reportFigures;
const sideOf = (texts: InBoth, language: 'en' | 'de'): string => texts[language === 'de' ? 1 : 0];

/** A report published earlier may have figures that are no longer made; their keys are shown. */
export const figureLabel = (key: string, language: 'en' | 'de'): string => {
  const figure = known[key];
  return figure ? sideOf(figure.label, language) : key;
};
/** @param written the formula in the document, which is English and hash-chained */
export const figureFormula = (key: string, language: 'en' | 'de', written: string): string => {
  const figure = known[key];
  return language === 'en' || !figure ? written : sideOf(figure.formula, language);
};
