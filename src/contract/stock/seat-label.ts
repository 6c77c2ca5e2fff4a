export interface SeatName {
  section: string;
  /** Label of the row, or of the table. */
  row: string;
  seat: string;
  atTable: boolean;
}

/** Names a seat in English, as holds, orders, tickets and webhooks keep it: "Stalls, row 1, seat 12". */
export const seatLabel = ({ section, row, seat, atTable }: SeatName): string =>
  `${section}, ${atTable ? 'table' : 'row'} ${row}, seat ${seat}`;

const LABEL = /^(?<section>.*), (?<kind>row|table) (?<row>.*), seat (?<seat>.*)$/s;

/** Takes such a label apart, to say it in another language; null for other labels, as of standing places. */
export function seatOfLabel(label: string): SeatName | null {
  const { section, kind, row, seat } = LABEL.exec(label)?.groups ?? {};
  if (section === undefined || row === undefined || seat === undefined) return null;
  return { section, row, seat, atTable: kind === 'table' };
}
