import { describe, expect, it } from '@jest/globals';
import { errorCatalogue } from '../contract/errors.js';
import { fanLanguages } from '../contract/languages.js';
import { wordsIn } from './all.js';
import { refusals as enRefusals, type Refusals } from './en.refusals.js';
import { en } from './en.js';
import { languageOf, languages } from './load.js';
import { chancePhrase, waitPhrase } from './phrases.js';

describe('waitPhrase', () => {
  it('speaks in minutes, and in half hours when it is long', () => {
    expect(waitPhrase({ from: 730, to: 1180 }, en)).toBe('about 12–20 min');
    expect(waitPhrase({ from: 10, to: 130 }, en)).toBe('about 1–3 min');
    expect(waitPhrase({ from: 120, to: 120 }, en)).toBe('about 2 min');
    expect(waitPhrase({ from: 5_000, to: 9_100 }, en)).toBe('about 1–3 h');
  });

  it('never counts down what is not certain', () => {
    expect(waitPhrase({ from: 3, to: 40 }, en)).toBe('less than a minute');
    expect(waitPhrase(null, en)).toBe('available soon');
  });
});

describe('chancePhrase', () => {
  it('gives a word and a range in fives', () => {
    expect(chancePhrase({ from: 0.62, to: 0.78 }, en)).toEqual({ word: 'likely', range: '60–80 %' });
    expect(chancePhrase({ from: 0, to: 0.03 }, en)).toEqual({ word: 'very unlikely', range: '0–5 %' });
  });

  it('never promises', () => {
    expect(chancePhrase({ from: 1, to: 1 }, en)).toEqual({ word: 'almost certain', range: '99 %' });
    expect(chancePhrase(null, en)).toBeNull();
  });
});

describe('refusals', () => {
  const staffOnly =
    /^(SIGN_IN|SECOND_FACTOR|PASSWORD|LINK|MEMBER|LAST_OWNER|TEAM|APPROVAL|REHEARSAL|REPORT|API_KEY|FORBIDDEN|CSRF|CAPACITY|ENDPOINT|PROMO_CODE_TAKEN|ORDER_NOTE|PRICE_FIXED|STOCK_CHANGE|SEAT_MAP|MESSAGE|PASSKEY|REFUND_EXCEEDS|VERB|PARTNER|SCOPE|SIGNATURE|LIVE_SALES|SLUG|VERSION|SALE_STATE|MALFORMED|BODY|UNSUPPORTED|REQUEST_TIMEOUT|URI|HEADERS|IDEMPOTENCY_ANSWER|IDEMPOTENCY_KEY|IDEMPOTENCY_MISMATCH|NOT_YET)/;

  it('say what happened, what is affected and what to do, for every code a fan can meet', () => {
    for (const code of Object.keys(errorCatalogue).filter((name) => !staffOnly.test(name))) {
      const refusal = enRefusals[code as keyof Refusals];
      expect({ code, told: refusal !== undefined && refusal.what !== en.common.refused.what }).toEqual({
        code,
        told: true,
      });
      if (refusal) expect([refusal.what, refusal.safe, refusal.next].every((text) => text.length > 10)).toBe(true);
    }
  });
});

/** A text, or a sentence made of its arguments. */
type Text = string | ((...args: number[]) => string);

/** Returns all texts and sentences by their path, at any depth. */
function textsOf(words: object, prefix = ''): Map<string, Text> {
  const found = new Map<string, Text>();
  for (const [name, value] of Object.entries(words) as [string, unknown][])
    if (typeof value === 'object' && value !== null)
      for (const [path, text] of textsOf(value, `${prefix}${name}.`)) found.set(path, text);
    else found.set(`${prefix}${name}`, value as Text);
  return found;
}

/** Arguments that appear in no text by themselves, alike in every language's digits. */
const ARGUMENTS = [73, 85, 96];
const COUNTS = [0, 1, 2, 3, 5, 11, 21, 22, 100, 1_000_000];
const said = (text: Text, args: number[] = ARGUMENTS): string => (typeof text === 'string' ? text : text(...args));
const shownIn = (sentence: string): number[] => ARGUMENTS.filter((argument) => sentence.includes(String(argument)));

describe('languages', () => {
  const english = textsOf(wordsIn('en'));
  const translated = fanLanguages.filter((language) => language !== 'en');

  it('are ten, and those the pages may be asked for', () => {
    expect(languages.map(({ code }) => code)).toEqual([...fanLanguages]);
    expect(fanLanguages).toHaveLength(10);
  });

  it.each(fanLanguages)('load on demand what the server has at hand: %s', async (language) => {
    const { load, loadInside, loadRefusals, name } = languageOf(language);
    const loaded = { ...(await load()), inside: await loadInside(), refusals: await loadRefusals() };
    const { server, report, ...all } = wordsIn(language);
    expect(loaded).toEqual(all);
    expect(server.mail.open && report.title).toBeTruthy();
    expect(loaded).toMatchObject({ code: language, name });
  });

  it.each(translated)('have every text in %s, with the same arguments, and leave nothing empty', (language) => {
    const texts = textsOf(wordsIn(language));
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    const shown = (of: Map<string, Text>): [string, number[]][] =>
      [...of.keys()].sort().map((path) => [path, shownIn(said(of.get(path) ?? ''))]);
    expect(shown(texts)).toEqual(shown(english));
    const empty = [...texts].filter(([, text]) => said(text).trim() === '').map(([path]) => path);
    expect(empty).toEqual(['saleState.draft']); // drafts are never shown to fans, so they have no text
  });

  it.each(translated)('find a form of every word for every count: %s', (language) => {
    for (const [path, text] of textsOf(wordsIn(language)))
      for (const n of COUNTS)
        expect({ path, n, text: said(text, [n, n, n]) }).not.toMatchObject({
          text: expect.stringMatching(/undefined|NaN|\[object/),
        });
  });

  it.each(['ar', 'ja'] as const)('leave nothing English in %s but names', (language) => {
    const same = [...textsOf(wordsIn(language))]
      .filter(([path, text]) => typeof text === 'string' && text === english.get(path) && /[a-z]{3}/.test(text))
      .map(([path]) => path);
    expect(same).toEqual(['locale', 'code', 'direction'].filter((path) => same.includes(path)));
  });

  it('count as Arabic and Polish do', () => {
    const { thread } = wordsIn('ar');
    const ahead = [1, 2, 3, 11, 100].map((n) => thread.ahead(n).replace(/^.*أمامك /, ''));
    expect(ahead).toEqual(['شخص واحد', 'شخصان', '3 أشخاص', '11 شخصًا', '100 شخص']);
    const { tickets } = wordsIn('pl').inside.shop;
    expect([1, 2, 5, 12, 22, 25].map(tickets)).toEqual([
      '1 bilet',
      '2 bilety',
      '5 biletów',
      '12 biletów',
      '22 bilety',
      '25 biletów',
    ]);
  });

  it.each(translated)('tell every refusal in three parts: %s', (language) => {
    for (const refusal of Object.values(wordsIn(language).refusals))
      expect([refusal.what, refusal.safe, refusal.next].every((text) => Buffer.byteLength(text) > 8)).toBe(true);
  });
});
