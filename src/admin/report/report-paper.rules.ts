import { formatMoney } from '../../contract/money/money.js';
import type { ReportShape } from '../../contract/staff/report-shapes.js';
import type { PaperBlock } from '../../tickets/paper/plain-paper.service.js';
import { abuseRows } from './abuse-rows.rules.js';
import { reportPhrases } from './report-phrases.rules.js';

/** Rows of a table on paper; the data has them all. */
const MOST_ROWS = 60;

/**
 * Returns the report as blocks of a PDF: the page's sections, with a chart for the minutes. In English, since its
 * fonts have no Arabic or Japanese and only the team gets it.
 */
export function reportPaper(report: ReportShape): PaperBlock[] {
  const say = reportPhrases('en');
  const { words, locale } = say;
  const { headings } = words;
  const columns: Readonly<Record<string, string>> = words.columns;
  const { sections, show } = report;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: show.timeZone });
  const at = (text: string | null): string => (text === null ? '' : time.format(new Date(text)));
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const said = (value: boolean | null): string => (value === null ? words.unknown : value ? words.yes : words.no);
  const money = (minor: string): string => {
    const amount = Number(minor);
    const { currency } = sections.money;
    return Number.isSafeInteger(amount) ? formatMoney({ amount, currency }, locale) : `${minor} ${currency}`;
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
        say.figure(key),
        value === null ? words.unknown : `${number.format(value)}${unit === '%' ? ' %' : ''}`,
        say.formula(key, formula),
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
        say.refund(state),
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
        say.incident(kind),
        (verb === null ? null : say.decision(verb)) ?? (resolvedAt === null ? words.undecided : ''),
      ]),
    ),
    heading('actions'),
    ...table(
      ['at', 'what', 'who'],
      [0.3, 0.5, 0.2],
      sections.actions.map(({ at: when, who, what }) => [at(when), say.action(what), say.actor(who)]),
    ),
    ...(sections.abuse ? [heading('abuse'), facts(abuseRows(sections.abuse, say))] : []),
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
