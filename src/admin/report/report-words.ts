export type ReportLanguage = 'en' | 'de';

interface ReportWords {
  title: string;
  lead: string;
  headings: Record<
    'figures' | 'draw' | 'types' | 'minutes' | 'money' | 'refunds' | 'conservation' | 'incidents' | 'actions' | 'proof',
    string
  >;
  figures: Record<string, string>;
  columns: Record<string, string>;
  yes: string;
  no: string;
  unknown: string;
  none: string;
  check: string;
  /** For rows that a printed table leaves out. */
  more: (rows: string) => string;
}

export const reportWords: Record<ReportLanguage, ReportWords> = {
  en: {
    title: 'Report of the sale',
    lead: 'What happened, with the formula of every figure. It names no person.',
    headings: {
      ...{ figures: 'Figures', draw: 'The draw', types: 'Sold by ticket type', minutes: 'Minute by minute' },
      ...{ money: 'Money', refunds: 'Refunds', conservation: 'Nothing oversold', incidents: 'What needed a person' },
      ...{ actions: 'What was changed', proof: 'Proof' },
    },
    figures: {
      ...{
        places: 'Places in line',
        served: 'Called or passed over',
        ordersPlaced: 'Orders placed',
        ordersPaid: 'Orders paid',
      },
      ...{ conversion: 'Bought, of those called', abandonment: 'Orders that were not paid', sold: 'Tickets sold' },
      ...{ entered: 'Let in', lostInLine: 'Lost in the line', lostInShop: 'Lost in the shop' },
      ...{ asleepTold: 'Told while away', asleepCame: 'Of those, got in' },
      ...{ soldShare: 'Share of all tickets', peoplePer100: 'Different people per 100 tickets' },
      ...{
        peakPerMinute: 'Most let in',
        peakWaiting: 'Most waiting',
        wait50: 'Wait of every second fan, minutes',
        wait90: 'Wait of nine in ten, minutes',
        wait99: 'Wait of 99 in 100, minutes',
        scanned: 'Let in at the door',
      },
    },
    columns: {
      ...{ figure: 'Figure', value: 'Value', formula: 'Formula', type: 'Type', capacity: 'Capacity', sold: 'Sold' },
      ...{
        withdrawn: 'Withdrawn',
        tickets: 'Live tickets',
        at: 'Time',
        admitted: 'Let in a minute',
        waiting: 'Waiting',
      },
      ...{
        inside: 'Inside',
        state: 'State',
        count: 'Number',
        amount: 'Amount',
        what: 'What',
        who: 'By',
        end: 'Decision',
      },
      ...{ lane: 'Lane', drawn: 'Drawn', arrivals: 'Numbers given', served: 'Served' },
      ...{ commitment: 'Committed to before', seed: 'Revealed after', verified: 'They belong together' },
      ...{
        taken: 'Taken',
        refunded: 'Given back',
        kept: 'Kept',
        compared: 'Stores agree',
        tally: 'Sold equals live tickets',
      },
      ...{ ordered: 'Orders placed', paid: 'Of those, paid' },
      ...{ hash: 'Hash of this report', generated: 'Made at' },
    },
    ...{ yes: 'yes', no: 'no', unknown: 'not known', none: 'None.' },
    more: (rows) => `${rows} more in the data.`,
    check: 'Check it yourself: npm run verify-report -- with the address of the data.',
  },
  de: {
    title: 'Bericht über den Verkauf',
    lead: 'Was geschehen ist, mit der Formel jeder Zahl. Personen werden nicht genannt.',
    headings: {
      ...{ figures: 'Zahlen', draw: 'Die Auslosung', types: 'Verkauft nach Ticketart', minutes: 'Minute für Minute' },
      ...{
        money: 'Geld',
        refunds: 'Erstattungen',
        conservation: 'Nichts überverkauft',
        incidents: 'Was eine Entscheidung brauchte',
      },
      ...{ actions: 'Was geändert wurde', proof: 'Nachweis' },
    },
    figures: {
      ...{
        places: 'Plätze in der Schlange',
        served: 'Aufgerufen oder übergangen',
        ordersPlaced: 'Bestellungen',
        ordersPaid: 'Bezahlte Bestellungen',
      },
      ...{
        conversion: 'Gekauft, von den Aufgerufenen',
        abandonment: 'Nicht bezahlte Bestellungen',
        sold: 'Verkaufte Tickets',
      },
      ...{ entered: 'Eingelassen', lostInLine: 'In der Schlange abgesprungen', lostInShop: 'Im Shop abgesprungen' },
      ...{ asleepTold: 'In Abwesenheit benachrichtigt', asleepCame: 'Davon eingelassen' },
      ...{ soldShare: 'Anteil an allen Tickets', peoplePer100: 'Verschiedene Personen je 100 Tickets' },
      ...{
        peakPerMinute: 'Höchster Einlass',
        peakWaiting: 'Meiste Wartende',
        wait50: 'Wartezeit jedes Zweiten, Minuten',
        wait90: 'Wartezeit von neun in zehn, Minuten',
        wait99: 'Wartezeit von 99 in 100, Minuten',
        scanned: 'Am Eingang eingelassen',
      },
    },
    columns: {
      ...{
        figure: 'Zahl',
        value: 'Wert',
        formula: 'Formel',
        type: 'Ticketart',
        capacity: 'Kontingent',
        sold: 'Verkauft',
      },
      ...{
        withdrawn: 'Zurückgezogen',
        tickets: 'Gültige Tickets',
        at: 'Zeit',
        admitted: 'Einlass je Minute',
        waiting: 'Wartende',
      },
      ...{
        inside: 'Im Shop',
        state: 'Stand',
        count: 'Anzahl',
        amount: 'Betrag',
        what: 'Was',
        who: 'Durch',
        end: 'Entscheidung',
      },
      ...{ lane: 'Spur', drawn: 'Ausgelost', arrivals: 'Vergebene Nummern', served: 'Bedient' },
      ...{ commitment: 'Vorher festgelegt', seed: 'Danach offengelegt', verified: 'Beides gehört zusammen' },
      ...{
        taken: 'Eingenommen',
        refunded: 'Erstattet',
        kept: 'Verblieben',
        compared: 'Die Speicher stimmen überein',
        tally: 'Verkauft gleich gültige Tickets',
      },
      ...{ ordered: 'Bestellungen', paid: 'Davon bezahlt' },
      ...{ hash: 'Hash dieses Berichts', generated: 'Erstellt' },
    },
    ...{ yes: 'ja', no: 'nein', unknown: 'nicht bekannt', none: 'Keine.' },
    more: (rows) => `${rows} weitere in den Daten.`,
    check: 'Selbst prüfen: npm run verify-report -- mit der Adresse der Daten.',
  },
};
