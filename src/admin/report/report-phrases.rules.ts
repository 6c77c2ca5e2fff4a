import type { FanLanguage } from '../../contract/languages.js';
import { wordsIn } from '../../words/all.js';
import type { ReportWords } from '../../words/en.report.js';

export interface ReportPhrases {
  words: ReportWords;
  locale: string;
  direction: 'ltr' | 'rtl';
  refund: (code: string) => string;
  incident: (code: string) => string;
  decision: (code: string) => string;
  action: (code: string) => string;
  actor: (code: string) => string;
  figure: (key: string) => string;
  /** @param written the formula in the document, which is English and hash-chained */
  formula: (key: string, written: string) => string;
}

const told = (phrases: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(phrases, code) ? phrases[code] : undefined;
const saying =
  (phrases: Readonly<Record<string, string>>) =>
  (code: string): string =>
    told(phrases, code) ?? code.replaceAll(/[._-]/g, ' ');

/** Says a report's codes in one language; a code of another version is shown as it is. */
export function reportPhrases(language: FanLanguage): ReportPhrases {
  const { report: words, locale, direction } = wordsIn(language);
  const figures: Readonly<Record<string, { label: string; formula: string }>> = words.figures;
  const figureOf = (key: string) => (Object.hasOwn(figures, key) ? figures[key] : undefined);
  return {
    words,
    locale,
    direction,
    refund: saying(words.refunds),
    incident: saying(words.incidents),
    decision: saying(words.decisions),
    action: saying(words.actions),
    actor: (who) => (who === 'system' ? 'Ropeline' : (told(words.roles, who) ?? who)),
    figure: (key) => figureOf(key)?.label ?? key,
    formula: (key, written) => (language === 'en' ? written : (figureOf(key)?.formula ?? written)),
  };
}
