export type ReportLanguage = 'en' | 'de';

interface ReportWords {
  title: string;
  lead: string;
  headings: Record<
    | 'figures'
    | 'draw'
    | 'types'
    | 'minutes'
    | 'money'
    | 'refunds'
    | 'conservation'
    | 'incidents'
    | 'actions'
    | 'abuse'
    | 'proof',
    string
  >;
  columns: Record<string, string>;
  yes: string;
  no: string;
  unknown: string;
  /** In place of a decision that nobody made yet. */
  undecided: string;
  none: string;
  check: string;
  /** For rows that a printed table leaves out. */
  more: (rows: string) => string;
  /** For lists that hold the first of all rows only. */
  listed: (rows: string, all: string) => string;
  /** Where a row stands for several minutes. */
  span: (minutes: string) => string;
}

export const reportWords: Record<ReportLanguage, ReportWords> = {
  en: {
    title: 'Report of the sale',
    lead: 'What happened, with the formula of every figure. It names no person.',
    headings: {
      ...{ figures: 'Figures', draw: 'The draw', types: 'Sold by ticket type', minutes: 'Minute by minute' },
      ...{ money: 'Money', refunds: 'Refunds', conservation: 'Nothing oversold', incidents: 'What needed a person' },
      ...{ actions: 'What was changed', abuse: 'Bots and abuse', proof: 'Proof' },
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
      ...{ ordered: 'Orders placed', paid: 'Of those, paid', refusal: 'Refused' },
      ...{ networks: 'Places of the ten largest networks', revoked: 'Admissions ended by staff' },
      ...{ voided: 'Batches of access codes voided by staff' },
      ...{ hash: 'Hash of this report', generated: 'Made at' },
    },
    ...{ yes: 'yes', no: 'no', unknown: 'not known', undecided: 'open', none: 'None.' },
    more: (rows) => `${rows} more in the data.`,
    listed: (rows, all) => `The first ${rows} of ${all}.`,
    span: (minutes) => `Each row stands for ${minutes} minutes.`,
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
      ...{ actions: 'Was geändert wurde', abuse: 'Bots und Missbrauch', proof: 'Nachweis' },
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
      ...{ ordered: 'Bestellungen', paid: 'Davon bezahlt', refusal: 'Abgewiesen' },
      ...{ networks: 'Plätze der zehn größten Netze', revoked: 'Vom Team beendete Zutritte' },
      ...{ voided: 'Vom Team gesperrte Serien von Zugangscodes' },
      ...{ hash: 'Hash dieses Berichts', generated: 'Erstellt' },
    },
    ...{ yes: 'ja', no: 'nein', unknown: 'nicht bekannt', undecided: 'offen', none: 'Keine.' },
    more: (rows) => `${rows} weitere in den Daten.`,
    listed: (rows, all) => `Die ersten ${rows} von ${all}.`,
    span: (minutes) => `Jede Zeile steht für ${minutes} Minuten.`,
    check: 'Selbst prüfen: npm run verify-report -- mit der Adresse der Daten.',
  },
};
