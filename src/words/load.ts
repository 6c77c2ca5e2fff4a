import type { FanLanguage } from '../contract/languages.js';
import type { InsideWords } from './en.inside.js';
import type { Refusals } from './en.refusals.js';
import { en, type Words } from './en.js';

/** A language whose texts are loaded on demand, in the parts in which pages need them. */
interface Language {
  name: string;
  load: () => Promise<Words>;
  loadInside: () => Promise<InsideWords>;
  loadRefusals: () => Promise<Refusals>;
}

const language = <Code extends FanLanguage>(
  code: Code,
  name: string,
  words: () => Promise<Record<Code, Words>>,
  inside: () => Promise<{ inside: InsideWords }>,
  refusals: () => Promise<{ refusals: Refusals }>,
): Language => ({
  name,
  load: async () => (await words())[code],
  loadInside: async () => (await inside()).inside,
  loadRefusals: async () => (await refusals()).refusals,
});

/** Only English is part of the first load. */
const known: Record<FanLanguage, Language> = {
  en: language(
    'en',
    'English',
    () => Promise.resolve({ en }),
    () => import('./en.inside.js'),
    () => import('./en.refusals.js'),
  ),
  de: language(
    'de',
    'Deutsch',
    () => import('./de.js'),
    () => import('./de.inside.js'),
    () => import('./de.refusals.js'),
  ),
  ar: language(
    'ar',
    'العربية',
    () => import('./ar.js'),
    () => import('./ar.inside.js'),
    () => import('./ar.refusals.js'),
  ),
  fr: language(
    'fr',
    'Français',
    () => import('./fr.js'),
    () => import('./fr.inside.js'),
    () => import('./fr.refusals.js'),
  ),
  es: language(
    'es',
    'Español',
    () => import('./es.js'),
    () => import('./es.inside.js'),
    () => import('./es.refusals.js'),
  ),
  it: language(
    'it',
    'Italiano',
    () => import('./it.js'),
    () => import('./it.inside.js'),
    () => import('./it.refusals.js'),
  ),
  ja: language(
    'ja',
    '日本語',
    () => import('./ja.js'),
    () => import('./ja.inside.js'),
    () => import('./ja.refusals.js'),
  ),
  nl: language(
    'nl',
    'Nederlands',
    () => import('./nl.js'),
    () => import('./nl.inside.js'),
    () => import('./nl.refusals.js'),
  ),
  pl: language(
    'pl',
    'Polski',
    () => import('./pl.js'),
    () => import('./pl.inside.js'),
    () => import('./pl.refusals.js'),
  ),
  pt: language(
    'pt',
    'Português',
    () => import('./pt.js'),
    () => import('./pt.inside.js'),
    () => import('./pt.refusals.js'),
  ),
};

export const languages = Object.entries(known).map(([code, { name }]) => ({ code, name }));

/** Returns English for a language that the pages do not speak. */
export const languageOf = (code: string): Language =>
  Object.hasOwn(known, code) ? known[code as FanLanguage] : known.en;
