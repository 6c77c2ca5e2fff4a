import { describe, expect, it } from '@jest/globals';
import { errorCatalogue } from '../../../src/contract/errors.js';
import { fanLanguages } from '../../../src/contract/languages.js';
import { ar } from './ar.js';
import { inside as arInside } from './ar.inside.js';
import { refusals as arRefusals } from './ar.refusals.js';
import { de } from './de.js';
import { inside as deInside } from './de.inside.js';
import { inside as enInside } from './en.inside.js';
import { refusals as deRefusals } from './de.refusals.js';
import { refusals as enRefusals, type Refusals } from './en.refusals.js';
import { en } from './en.js';
import { es } from './es.js';
import { inside as esInside } from './es.inside.js';
import { refusals as esRefusals } from './es.refusals.js';
import { fr } from './fr.js';
import { inside as frInside } from './fr.inside.js';
import { refusals as frRefusals } from './fr.refusals.js';
import { languages } from './index.js';
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
    /^(SIGN_IN|SECOND_FACTOR|PASSWORD|LINK|MEMBER|LAST_OWNER|TEAM|APPROVAL|REHEARSAL|REPORT|API_KEY|FORBIDDEN|CSRF|CAPACITY|ENDPOINT|PROMO_CODE_TAKEN|STOCK_CHANGE|SEAT_MAP|MESSAGE|PASSKEY|REFUND_EXCEEDS|VERB|PARTNER|SCOPE|SIGNATURE|LIVE_SALES|SLUG|VERSION|SALE_STATE|MALFORMED|BODY|UNSUPPORTED|REQUEST_TIMEOUT|URI|HEADERS|IDEMPOTENCY_KEY|IDEMPOTENCY_MISMATCH|NOT_YET)/;

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

describe('languages', () => {
  /** Returns the paths of all texts and functions, at any depth. */
  function namesOf(words: object, prefix = ''): string[] {
    return Object.entries(words).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null
        ? namesOf(value as object, `${prefix}${name}.`)
        : [`${prefix}${name}`],
    );
  }
  const textsOf = (words: object): string[] =>
    Object.values(words).flatMap((value: unknown) =>
      typeof value === 'object' && value !== null ? textsOf(value) : typeof value === 'string' ? [value] : [],
    );

  const translated = [
    { language: 'German', before: de, within: deInside, refusals: deRefusals },
    { language: 'Arabic', before: ar, within: arInside, refusals: arRefusals },
    { language: 'French', before: fr, within: frInside, refusals: frRefusals },
    { language: 'Spanish', before: es, within: esInside, refusals: esRefusals },
  ];

  it('are those the pages may be asked for', () => {
    expect(languages.map(({ code }) => code)).toEqual([...fanLanguages]);
    expect(translated.map(({ before }) => before.code)).toEqual(fanLanguages.slice(1));
  });

  it.each(translated)('say the same things in $language, and leave nothing empty', ({ before, within }) => {
    expect(namesOf(before).sort()).toEqual(namesOf(en).sort());
    expect(namesOf(within).sort()).toEqual(namesOf(enInside).sort());
    const empty = [...textsOf(before), ...textsOf(within)].filter((text) => text.trim() === '');
    expect(empty).toEqual(['']); // drafts are never shown to fans, so they have no text
  });

  it('leave nothing English in Arabic but names', () => {
    const same = textsOf(arInside).filter((text) => textsOf(enInside).includes(text) && /[a-z]{3}/.test(text));
    expect(same).toEqual([]);
  });

  it('count as Arabic does', () => {
    const ahead = [1, 2, 3, 11, 100].map((n) => ar.thread.ahead(n).replace(/^.*أمامك /, ''));
    expect(ahead).toEqual(['شخص واحد', 'شخصان', '3 أشخاص', '11 شخصًا', '100 شخص']);
  });

  it.each(translated)('translate every refusal: $language', ({ refusals }) => {
    expect(Object.keys(refusals).sort()).toEqual(Object.keys(enRefusals).sort());
    for (const refusal of Object.values(refusals))
      expect([refusal.what, refusal.safe, refusal.next].every((text) => text.length > 8)).toBe(true);
  });
});
