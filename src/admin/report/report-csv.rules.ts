import { stepUpRows, tallyWords } from '../../contract/line/abuse-words.js';
import { csvRow } from '../csv/csv.rules.js';
import type { ReportShape } from '../../contract/staff/report-shapes.js';

/** Renders the report as one table: section, name, value, unit, note. */
export function reportCsv({ sections, ...report }: ReportShape): string {
  const { figures, types, minutes, money, refunds, conservation, incidents, actions, abuse } = sections;
  const rows: (string | number | null)[][] = [
    ['section', 'name', 'value', 'unit', 'note'],
    ['report', 'sale', report.name, '', report.saleId],
    ['report', 'hash', report.hash, 'SHA-256', report.generatedAt],
    ...figures.map(({ key, value, unit, formula }) => ['figures', key, value, unit, formula]),
    ...types.map(({ name, sold, capacity, withdrawn }) => [
      'types',
      name,
      sold,
      'sold',
      `of ${capacity}, ${withdrawn} withdrawn`,
    ]),
    ...(['takenMinor', 'refundedMinor', 'keptMinor'] as const).map((key) => [
      'money',
      key,
      money[key],
      `${money.currency} minor units`,
      '',
    ]),
    ...refunds.map(({ state, count, amountMinor }) => [
      'refunds',
      state,
      count,
      'refunds',
      `${amountMinor} minor units`,
    ]),
    [
      'conservation',
      'ok',
      conservation.ok === null ? 'unknown' : String(conservation.ok),
      '',
      conservation.checkedAt ?? '',
    ],
    ['conservation', 'soldEqualsTickets', String(conservation.soldEqualsTickets), '', ''],
    ...minutes.map(({ at, admitted, waiting, ordered, paid }) => [
      'minutes',
      at,
      Math.round(admitted),
      'admitted a minute',
      ordered === undefined
        ? `${waiting} waiting`
        : `${waiting} waiting, ${ordered} orders placed, ${paid ?? 0} of them paid`,
    ]),
    ...incidents.map(({ at, kind, verb }) => ['incidents', at, kind, '', verb ?? 'open']),
    ...actions.map(({ at, who, what }) => ['actions', at, what, '', who]),
    ...(abuse?.refused ?? []).map(({ what, count }) => ['abuse', what, count, 'refused', tallyWords(what)]),
    ...(abuse?.observed === undefined
      ? []
      : [['abuse', 'challenge_observed', abuse.observed, 'let by', tallyWords('challenge_observed')]]),
    ...(abuse?.stepUp ? stepUpRows(abuse.stepUp) : []).map(({ what, count }) => [
      'abuse',
      what,
      count,
      'step-up',
      tallyWords(what),
    ]),
    ...(abuse?.largestNetworks ?? []).map(({ places, share }, index) => [
      'abuse',
      `network ${index + 1}`,
      places,
      'places',
      `${Math.round(share * 1_000) / 10} % of all`,
    ]),
  ];
  return rows.map((cells) => csvRow(cells.map((value) => (value === null ? '' : String(value))))).join('');
}
