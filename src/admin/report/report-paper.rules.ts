import { roleWords } from '../../contract/staff/actor-words.js';
import { actionWords } from '../../contract/staff/action-words.js';
import { formatMoney } from '../../contract/money/money.js';
import { figureFormula, figureLabel } from '../../contract/staff/report-figures.js';
import { decisionWords, incidentWords, refundWords } from '../../contract/staff/report-state-words.js';
import type { ReportShape } from '../../contract/staff/report-shapes.js';
import type { PaperBlock } from '../../tickets/paper/plain-paper.service.js';
import { abuseRows } from './abuse-rows.rules.js';
import { type ReportLanguage, reportWords } from './report-words.js';

/** Rows of a table on paper; the data has them all. */
const MOST_ROWS = 60;

/** Returns the report as blocks of a PDF: the page's sections, with a chart for the minutes. */
export function reportPaper(report: ReportShape, language: ReportLanguage): PaperBlock[] {
  const words = reportWords[language];
  const { columns, headings } = words;
  const { sections, show } = report;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', timeZone: show.timeZone });
  const at = (text: string | null): string => (text === null ? '' : time.format(new Date(text)));
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const said = (value: boolean | null): string => (value === null ? words.unknown : value ? words.yes : words.no);
  const money = (minor: string): string => {
    const amount = Number(minor);
    const { currency } = sections.money;
    return Number.isSafeInteger(amount) ? formatMoney({ amount, currency }, language) : `${minor} ${currency}`;
  };
  const named = (names: readonly string[]): string[] => names.map((name) => columns[name] ?? name);
  const table = (names: readonly string[], shares: readonly number[], rows: readonly string[][]): PaperBlock[] => [
    ...(rows.length === 0
      ? [{ kind: 'text', text: words.none } as const]
      : [{ kind: 'table', heads: named(names), shares, rows: rows.slice(0, MOST_ROWS) } as const]),
    ...(rows.length > MOST_ROWS
      ? [{ kind: 'note', text: words.more(number.format(rows.length - MOST_ROWS)) } as const]
      : []),
  ];
  const facts = (rows: readonly (readonly [string, string])[]): PaperBlock => ({
    ...{ kind: 'table', heads: ['', ''], shares: [0.35, 0.65] },
    rows: rows.map(([name, value]) => [columns[name] ?? name, value]),
  });
  const heading = (key: keyof typeof headings): PaperBlock => ({ kind: 'heading', text: headings[key] });
  const { draw, conservation, minutes } = sections;
  return [
    { kind: 'title', text: report.name },
    { kind: 'text', text: `${show.name} · ${show.venue} · ${at(show.startsAt)} (${show.timeZone})` },
    { kind: 'text', text: words.lead },
    heading('figures'),
    ...table(
      ['figure', 'value', 'formula'],
      [0.36, 0.16, 0.48],
      sections.figures.map(({ key, value, unit, formula }) => [
        figureLabel(key, language),
        value === null ? words.unknown : `${number.format(value)}${unit === '%' ? ' %' : ''}`,
        figureFormula(key, language, formula),
      ]),
    ),
    heading('minutes'),
    ...chartOf(minutes, named, at, words.none),
    heading('types'),
    ...table(
      ['type', 'sold', 'capacity', 'withdrawn', 'tickets'],
      [0.4, 0.15, 0.15, 0.15, 0.15],
      sections.types.map((type) => [
        type.name,
        ...[type.sold, type.capacity, type.withdrawn, type.liveTickets].map((n) => number.format(n)),
      ]),
    ),
    heading('money'),
    facts([
      ['taken', money(sections.money.takenMinor)],
      ['refunded', money(sections.money.refundedMinor)],
      ['kept', money(sections.money.keptMinor)],
    ]),
    heading('refunds'),
    ...table(
      ['state', 'count', 'amount'],
      [0.5, 0.2, 0.3],
      sections.refunds.map(({ state, count, amountMinor }) => [
        refundWords(state, language),
        number.format(count),
        money(amountMinor),
      ]),
    ),
    heading('conservation'),
    facts([
      ['compared', `${said(conservation.ok)} ${at(conservation.checkedAt)}`],
      ['tally', said(conservation.soldEqualsTickets)],
    ]),
    heading('draw'),
    ...(draw === null
      ? [{ kind: 'text', text: words.none } as const]
      : [
          facts([
            ['commitment', draw.commitment],
            ['seed', draw.seed ?? words.unknown],
            ['verified', said(draw.verified)],
          ]),
        ]),
    heading('incidents'),
    ...table(
      ['at', 'what', 'end'],
      [0.3, 0.4, 0.3],
      sections.incidents.map(({ at: when, kind, verb, resolvedAt }) => [
        at(when),
        incidentWords(kind, language),
        (verb === null ? null : decisionWords(verb, language)) ?? (resolvedAt === null ? words.undecided : ''),
      ]),
    ),
    heading('actions'),
    ...table(
      ['at', 'what', 'who'],
      [0.3, 0.5, 0.2],
      sections.actions.map(({ at: when, who, what }) => [
        at(when),
        actionWords(what, language),
        roleWords(who, language),
      ]),
    ),
    ...(sections.abuse ? [heading('abuse'), facts(abuseRows(sections.abuse, language))] : []),
    heading('proof'),
    facts([
      ['hash', report.hash],
      ['generated', `${at(report.generatedAt)} ${show.timeZone}`],
    ]),
    { kind: 'note', text: words.check },
  ];
}

function chartOf(
  minutes: ReportShape['sections']['minutes'],
  named: (names: readonly string[]) => string[],
  at: (text: string) => string,
  none: string,
): PaperBlock[] {
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (!first || !last) return [{ kind: 'text', text: none }];
  const keys = ['waiting', 'admitted', 'sold'] as const;
  const labels = named(keys);
  const lines = keys.map((key, index) => ({
    label: labels[index] ?? key,
    points: minutes.map((minute) => minute[key]),
  }));
  return [{ kind: 'chart', from: at(first.at), to: at(last.at), lines }];
}
