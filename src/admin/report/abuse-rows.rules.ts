import type { AbuseSection } from '../../contract/line/abuse-shapes.js';
import { stepUpRows, tallyWords } from '../../contract/line/abuse-words.js';
import { type ReportLanguage, reportWords } from './report-words.js';

/** Returns name and value of each line about bots and abuse, for the page and the paper. */
export function abuseRows(
  { refused, largestNetworks, admissionsRevoked, codesVoided, observed, stepUp }: AbuseSection,
  language: ReportLanguage,
): [string, string][] {
  const { columns, unknown, none } = reportWords[language];
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const named = (key: string): string => columns[key] ?? key;
  const networks = largestNetworks
    ?.map(({ places, share }) => `${number.format(places)} (${number.format(share * 100)} %)`)
    .join(', ');
  return [
    ...(refused.length === 0 ? [[named('refusal'), none] as [string, string]] : []),
    ...refused.map(({ what, count }): [string, string] => [tallyWords(what, language), number.format(count)]),
    ...(observed === undefined
      ? []
      : [[tallyWords('challenge_observed', language), number.format(observed)] as [string, string]]),
    ...(stepUp ? stepUpRows(stepUp) : []).map(({ what, count }): [string, string] => [
      tallyWords(what, language),
      number.format(count),
    ]),
    [named('networks'), networks === undefined ? unknown : networks || none],
    [named('revoked'), number.format(admissionsRevoked)],
    [named('voided'), number.format(codesVoided)],
  ];
}
