import { roleWords } from '../../contract/staff/actor-words.js';
import { actionWords } from '../../contract/staff/action-words.js';
import { formatMoney } from '../../contract/money/money.js';
import { figureFormula, figureLabel, type ReportFigureKey } from '../../contract/staff/report-figures.js';
import { decisionWords, incidentWords, refundWords } from '../../contract/staff/report-state-words.js';
import type { ReportShape } from '../../contract/staff/report-shapes.js';
import { type ReportLanguage, reportWords } from './report-words.js';
import { abuseRows } from './abuse-rows.rules.js';

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Renders the report as a printable page without script. All content is escaped. */
export function reportPage(report: ReportShape, language: ReportLanguage): string {
  const words = reportWords[language];
  const { columns } = words;
  const { sections, show } = report;
  const zone = show.timeZone;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone });
  const at = (text: string | null): string => (text === null ? '' : time.format(new Date(text)));
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const said = (value: boolean | null): string => (value === null ? words.unknown : value ? words.yes : words.no);
  const money = (minor: string): string => {
    const amount = Number(minor);
    return Number.isSafeInteger(amount)
      ? formatMoney({ amount, currency: sections.money.currency }, language)
      : `${minor} ${sections.money.currency}`;
  };
  const table = (names: readonly (string | undefined)[], rows: readonly (readonly string[])[]): string =>
    rows.length === 0
      ? `<p>${words.none}</p>`
      : `<div class="scroll" tabindex="0" role="region" aria-label="${escape(names.join(', '))}"><table><thead><tr>${names.map((name) => `<th scope="col">${escape(name ?? '')}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;
  const facts = (rows: readonly (readonly [string | undefined, string])[]): string =>
    `<dl>${rows.map(([name, value]) => `<div><dt>${escape(name ?? '')}</dt><dd>${escape(value)}</dd></div>`).join('')}</dl>`;
  const section = (key: keyof typeof words.headings, body: string): string =>
    `<section aria-labelledby="${key}"><h2 id="${key}">${words.headings[key]}</h2>${body}</section>`;
  const note = (text: string | null): string => (text === null ? '' : `<p>${escape(text)}</p>`);
  const listed = (rows: readonly unknown[], figure: ReportFigureKey): string =>
    note(listedOf(report, rows, figure, (n) => number.format(n), words));
  const span = sections.minutes[0]?.span ?? 1;
  const { draw, conservation } = sections;
  const body = [
    section(
      'figures',
      table(
        [columns['figure'], columns['value'], columns['formula']],
        sections.figures.map(({ key, value, unit, formula }) => [
          figureLabel(key, language),
          value === null ? words.unknown : `${number.format(value)}${unit === '%' ? ' %' : ''}`,
          figureFormula(key, language, formula),
        ]),
      ),
    ),
    section(
      'types',
      table(
        [columns['type'], columns['sold'], columns['capacity'], columns['withdrawn'], columns['tickets']],
        sections.types.map((type) => [
          type.name,
          ...[type.sold, type.capacity, type.withdrawn, type.liveTickets].map((n) => number.format(n)),
        ]),
      ),
    ),
    section(
      'money',
      facts([
        [columns['taken'], money(sections.money.takenMinor)],
        [columns['refunded'], money(sections.money.refundedMinor)],
        [columns['kept'], money(sections.money.keptMinor)],
      ]),
    ),
    section(
      'refunds',
      table(
        [columns['state'], columns['count'], columns['amount']],
        sections.refunds.map(({ state, count, amountMinor }) => [
          refundWords(state, language),
          number.format(count),
          money(amountMinor),
        ]),
      ),
    ),
    section(
      'conservation',
      facts([
        [columns['compared'], `${said(conservation.ok)} ${at(conservation.checkedAt)}`],
        [columns['tally'], said(conservation.soldEqualsTickets)],
      ]),
    ),
    section(
      'draw',
      draw === null
        ? `<p>${words.none}</p>`
        : facts([
            [columns['commitment'], draw.commitment],
            [columns['seed'], draw.seed ?? words.unknown],
            [columns['verified'], said(draw.verified)],
          ]) +
            table(
              [columns['lane'], columns['arrivals'], columns['drawn'], columns['served']],
              draw.lanes.map((lane) => [
                lane.lane,
                number.format(lane.arrivals),
                lane.drawn === null ? '' : number.format(lane.drawn),
                number.format(lane.served),
              ]),
            ),
    ),
    section(
      'incidents',
      table(
        [columns['at'], columns['what'], columns['end']],
        sections.incidents.map(({ at: when, kind, verb, resolvedAt }) => [
          at(when),
          incidentWords(kind, language),
          (verb === null ? null : decisionWords(verb, language)) ?? (resolvedAt === null ? words.undecided : ''),
        ]),
      ) + listed(sections.incidents, 'incidents'),
    ),
    section(
      'actions',
      table(
        [columns['at'], columns['what'], columns['who']],
        sections.actions.map(({ at: when, who, what }) => [
          at(when),
          actionWords(what, language),
          roleWords(who, language),
        ]),
      ) + listed(sections.actions, 'changes'),
    ),
    ...(sections.abuse ? [section('abuse', facts(abuseRows(sections.abuse, language)))] : []),
    section(
      'minutes',
      table(
        [
          columns['at'],
          columns['admitted'],
          columns['waiting'],
          columns['inside'],
          columns['sold'],
          columns['ordered'],
          columns['paid'],
        ],
        sections.minutes.map((minute) => [
          at(minute.at),
          ...[minute.admitted, minute.waiting, minute.inside, minute.sold, minute.ordered, minute.paid].map((n) =>
            n === undefined ? '' : number.format(n),
          ),
        ]),
      ) + note(span > 1 ? words.span(number.format(span)) : null),
    ),
    section(
      'proof',
      facts([
        [columns['hash'], report.hash],
        [columns['generated'], `${at(report.generatedAt)} ${zone}`],
      ]) + `<p>${words.check}</p>`,
    ),
  ].join('');
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escape(`${words.title}: ${report.name}`)}</title><link rel="stylesheet" href="/v1/report.css"></head><body><main><h1>${escape(report.name)}</h1><p>${escape(`${show.name} · ${show.venue} · ${at(show.startsAt)} (${zone})`)}</p><p>${words.lead}</p>${body}</main></body></html>`;
}

/** Says that a list holds the first rows only; null where it holds all, or where nobody counted them. */
function listedOf(
  { sections }: ReportShape,
  rows: readonly unknown[],
  figure: ReportFigureKey,
  written: (n: number) => string,
  words: Pick<(typeof reportWords)[ReportLanguage], 'listed'>,
): string | null {
  const all = sections.figures.find(({ key }) => key === figure)?.value ?? 0;
  return all > rows.length ? words.listed(written(rows.length), written(all)) : null;
}

/** Served as a style sheet of the public and the printable page, because the CSP of pages forbids inline styles. */
export const reportStyles = `
:root { color-scheme: light dark; --line: #ddd3d6; --muted: #665c60; --paper: #fbf8f6; --ink: #221a1d; }
@media (prefers-color-scheme: dark) { :root { --line: #43383c; --muted: #b5a8ac; --paper: #171214; --ink: #f3ecee; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; font-size: 1.125rem; }
p, dl { margin: .25rem 0 .75rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
th, td { padding: .375rem .75rem .375rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
th, dt { color: var(--muted); font-weight: 600; }
dl > div { display: grid; grid-template-columns: minmax(9rem, 30%) minmax(0, 1fr); gap: .75rem; padding: .25rem 0; }
dd { margin: 0; overflow-wrap: anywhere; }
@media print { :root { --paper: #fff; --ink: #000; --muted: #444; --line: #bbb; } main { max-width: none; padding: 0; } section { break-inside: auto; } tr { break-inside: avoid; } }
`;
