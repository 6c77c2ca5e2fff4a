import type { FanLanguage } from '../../contract/languages.js';
import { formatMoney } from '../../contract/money/money.js';
import type { ReportFigureKey } from '../../contract/staff/report-figures.js';
import type { ReportShape } from '../../contract/staff/report-shapes.js';
import { wordsIn } from '../../words/all.js';
import { abuseRows } from './abuse-rows.rules.js';
import { type ReportPhrases, reportPhrases } from './report-phrases.rules.js';

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Renders the report as a printable page without script. All content is escaped. */
export function reportPage(report: ReportShape, language: FanLanguage): string {
  const say = reportPhrases(language);
  const { words, locale } = say;
  const { columns } = words;
  const { sections, show } = report;
  const zone = show.timeZone;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone });
  const at = (text: string | null): string => (text === null ? '' : time.format(new Date(text)));
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const said = (value: boolean | null): string => (value === null ? words.unknown : value ? words.yes : words.no);
  const money = (minor: string): string => {
    const amount = Number(minor);
    return Number.isSafeInteger(amount)
      ? formatMoney({ amount, currency: sections.money.currency }, locale)
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
      `<dl class="figures">${sections.figures
        .map(({ key, value, unit, formula }) => {
          const shown = value === null ? words.unknown : `${number.format(value)}${unit === '%' ? ' %' : ''}`;
          return `<div><dt>${escape(say.figure(key))}</dt><dd>${escape(shown)}</dd><dd class="formula">${escape(say.formula(key, formula))}</dd></div>`;
        })
        .join('')}</dl>`,
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
          say.refund(state),
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
          say.incident(kind),
          (verb === null ? null : say.decision(verb)) ?? (resolvedAt === null ? words.undecided : ''),
        ]),
      ) + listed(sections.incidents, 'incidents'),
    ),
    section(
      'actions',
      table(
        [columns['at'], columns['what'], columns['who']],
        sections.actions.map(({ at: when, who, what }) => [at(when), say.action(what), say.actor(who)]),
      ) + listed(sections.actions, 'changes'),
    ),
    ...(sections.abuse ? [section('abuse', facts(abuseRows(sections.abuse, say)))] : []),
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
  const { common } = wordsIn(language);
  return `<!doctype html><html lang="${language}" dir="${say.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escape(`${words.title}: ${report.name}`)}</title><link rel="stylesheet" href="/v1/report.css"></head><body><main><p class="back"><a href="/s/${encodeURIComponent(report.slug)}">${escape(common.backToSale)}</a></p><p class="kind">${escape(words.title)}</p><h1>${escape(report.name)}</h1><p>${escape(`${show.name} · ${show.venue} · ${at(show.startsAt)} (${zone})`)}</p><p>${escape(words.lead)}</p>${body}</main></body></html>`;
}

/** Says that a list holds the first rows only; null where it holds all, or where nobody counted them. */
function listedOf(
  { sections }: ReportShape,
  rows: readonly unknown[],
  figure: ReportFigureKey,
  written: (n: number) => string,
  words: Pick<ReportPhrases['words'], 'listed'>,
): string | null {
  const all = sections.figures.find(({ key }) => key === figure)?.value ?? 0;
  return all > rows.length ? words.listed(written(rows.length), written(all)) : null;
}

/** Served as a style sheet of the public and the printable page, because the CSP of pages forbids inline styles. */
export const reportStyles = `
:root { color-scheme: light dark; --line: #e4dbd2; --muted: #665c69; --paper: #fbf7f2; --card: #fff; --ink: #221a24; --velvet: #8c1d40; --brass: #8a6212; }
@media (prefers-color-scheme: dark) { :root { --line: #3a3040; --muted: #b5a9b4; --paper: #17121a; --card: #211a25; --ink: #f4ede6; --velvet: #f08ba6; --brass: #e2b65a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
h1 { margin: 0 0 .5rem; font-size: clamp(1.75rem, 5vw, 2.5rem); line-height: 1.15; overflow-wrap: anywhere; text-wrap: balance; }
h2 { margin: 0 0 .5rem; font-size: 1.125rem; }
p, dl { margin: .25rem 0 .75rem; }
p { overflow-wrap: anywhere; }
a { color: var(--velvet); text-underline-offset: .15em; }
.back a { display: inline-block; padding-block: .75rem; }
.kind { margin: .5rem 0 0; color: var(--velvet); font-weight: 650; }
section { margin-block-start: 1.25rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
th, td { padding-block: .5rem; padding-inline: 0 1rem; text-align: start; vertical-align: top; border-block-end: 1px solid var(--line); }
tr:last-child > td, dl > div:last-child { border-block-end: 0; }
th, dt { color: var(--muted); font-weight: 600; }
dl > div { display: grid; grid-template-columns: minmax(9rem, 30%) minmax(0, 1fr); gap: .25rem 1rem; padding-block: .5rem; border-block-end: 1px solid var(--line); }
dd { margin: 0; overflow-wrap: anywhere; }
.figures > div { grid-template-columns: minmax(0, 1fr) auto; }
.figures dt { color: var(--ink); }
.figures dd { color: var(--brass); font-weight: 650; text-align: end; overflow-wrap: normal; }
.figures .formula { grid-column: 1 / -1; color: var(--muted); font-size: .875rem; font-weight: 400; text-align: start; }
@media (min-width: 48rem) {
  .figures > div { grid-template-columns: 15rem 6rem minmax(0, 1fr); gap: 1.5rem; }
  .figures .formula { grid-column: auto; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --muted: #444; --line: #bbb; --velvet: #000; --brass: #000; }
  main { max-width: none; padding: 0; }
  .back { display: none; }
  section { padding: 0; border: 0; }
  h2 { break-after: avoid; }
  tr, dl > div { break-inside: avoid; }
}
`;
