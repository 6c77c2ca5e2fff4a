import type { AbuseSection } from '../../contract/line/abuse-shapes.js';
import { stepUpRows } from '../../contract/line/abuse-words.js';
import type { ReportPhrases } from './report-phrases.rules.js';

/** Returns name and value of each line about bots and abuse, for the page and the paper. */
export function abuseRows(
  { refused, largestNetworks, admissionsRevoked, codesVoided, observed, stepUp }: AbuseSection,
  { words, locale }: Pick<ReportPhrases, 'words' | 'locale'>,
): [string, string][] {
  const { columns, tallies, unknown, none } = words;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const networks = largestNetworks
    ?.map(({ places, share }) => `${number.format(places)} (${number.format(share * 100)} %)`)
    .join(', ');
  return [
    ...(refused.length === 0 ? [[columns.refusal, none] as [string, string]] : []),
    ...refused.map(({ what, count }): [string, string] => [tallies[what], number.format(count)]),
    ...(observed === undefined ? [] : [[tallies.challenge_observed, number.format(observed)] as [string, string]]),
    ...(stepUp ? stepUpRows(stepUp) : []).map(({ what, count }): [string, string] => [
      tallies[what],
      number.format(count),
    ]),
    [columns.networks, networks === undefined ? unknown : networks || none],
    [columns.revoked, number.format(admissionsRevoked)],
    [columns.voided, number.format(codesVoided)],
  ];
}
