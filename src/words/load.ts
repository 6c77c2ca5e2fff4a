import type { FanLanguage } from '../contract/languages.js';
import type { InsideWords } from './en.inside.js';
import type { Refusals } from './en.refusals.js';
import { en, type Words } from './en.js';

/** A language whose texts are loaded on demand, in the parts in which pages need them. */
export interface Language {
  name: string;
  load: () => Promise<Words>;
  loadInside: () => Promise<InsideWords>;
  loadRefusals: () => Promise<Refusals>;
}

const language = (
  name: string,
  load: () => Promise<Words>,
  inside: () => Promise<{ inside: InsideWords }>,
  refusals: () => Promise<{ refusals: Refusals }>,
): Language => ({
  name,
  load,
  loadInside: () => inside().then((file) => file.inside),
  loadRefusals: () => refusals().then((file) => file.refusals),
});

/** Only English is part of the first load. */
const known: Record<FanLanguage, Language> = {
  en: language(
    'English',
    () => Promise.resolve(en),
    () => import('./en.inside.js'),
    () => import('./en.refusals.js'),
  ),
  de: language(
    'Deutsch',
    () => import('./de.js').then((file) => file.de),
    () => import('./de.inside.js'),
    () => import('./de.refusals.js'),
  ),
  ar: language(
    'العربية',
    () => import('./ar.js').then((file) => file.ar),
    () => import('./ar.inside.js'),
    () => import('./ar.refusals.js'),
  ),
  fr: language(
    'Français',
    () => import('./fr.js').then((file) => file.fr),
    () => import('./fr.inside.js'),
    () => import('./fr.refusals.js'),
  ),
  es: language(
    'Español',
    () => import('./es.js').then((file) => file.es),
    () => import('./es.inside.js'),
    () => import('./es.refusals.js'),
  ),
  it: language(
    'Italiano',
    () => import('./it.js').then((file) => file.it),
    () => import('./it.inside.js'),
    () => import('./it.refusals.js'),
  ),
  ja: language(
    '日本語',
    () => import('./ja.js').then((file) => file.ja),
    () => import('./ja.inside.js'),
    () => import('./ja.refusals.js'),
  ),
  nl: language(
    'Nederlands',
    () => import('./nl.js').then((file) => file.nl),
    () => import('./nl.inside.js'),
    () => import('./nl.refusals.js'),
  ),
  pl: language(
    'Polski',
    () => import('./pl.js').then((file) => file.pl),
    () => import('./pl.inside.js'),
    () => import('./pl.refusals.js'),
  ),
  pt: language(
    'Português',
    () => import('./pt.js').then((file) => file.pt),
    () => import('./pt.inside.js'),
    () => import('./pt.refusals.js'),
  ),
};

export const languages = Object.entries(known).map(([code, { name }]) => ({ code, name }));

/** Returns English for a language that the pages do not speak. */
export const languageOf = (code: string): Language =>
  Object.hasOwn(known, code) ? known[code as FanLanguage] : known.en;
