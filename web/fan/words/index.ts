import { languageBox } from '../state/boxes.js';
import { Store, useStore } from '../state/store.js';
import type { InsideWords } from './en.inside.js';
import type { Refusal, Refusals } from './en.refusals.js';
import { en, type Words } from './en.js';

interface Language {
  name: string;
  load: () => Promise<Words>;
  loadInside: () => Promise<InsideWords>;
  loadRefusals: () => Promise<Refusals>;
}

/** Languages other than English are loaded on demand, as are the texts of later pages. */
const known: Record<string, Language> = {
  en: {
    name: 'English',
    load: () => Promise.resolve(en),
    loadInside: () => import('./en.inside.js').then((file) => file.inside),
    loadRefusals: () => import('./en.refusals.js').then((file) => file.refusals),
  },
  de: {
    name: 'Deutsch',
    load: () => import('./de.js').then((file) => file.de),
    loadInside: () => import('./de.inside.js').then((file) => file.inside),
    loadRefusals: () => import('./de.refusals.js').then((file) => file.refusals),
  },
  ar: {
    name: 'العربية',
    load: () => import('./ar.js').then((file) => file.ar),
    loadInside: () => import('./ar.inside.js').then((file) => file.inside),
    loadRefusals: () => import('./ar.refusals.js').then((file) => file.refusals),
  },
  fr: {
    name: 'Français',
    load: () => import('./fr.js').then((file) => file.fr),
    loadInside: () => import('./fr.inside.js').then((file) => file.inside),
    loadRefusals: () => import('./fr.refusals.js').then((file) => file.refusals),
  },
  es: {
    name: 'Español',
    load: () => import('./es.js').then((file) => file.es),
    loadInside: () => import('./es.inside.js').then((file) => file.inside),
    loadRefusals: () => import('./es.refusals.js').then((file) => file.refusals),
  },
};
const english = known.en as Language;

export const languages = Object.entries(known).map(([code, { name }]) => ({ code, name }));

export const wordsStore = new Store<Words>(en);
const refusalsStore = new Store<Refusals>({});
const insideStore = new Store<InsideWords | null>(null);

/** Texts of the pages loaded by `withInside`. */
export function insideWords(): Store<InsideWords> {
  if (insideStore.get() === null) throw new Error('the words of this page are not loaded');
  return insideStore as Store<InsideWords>;
}

/** Returns a refusal's text in the reader's language. */
export function useRefusal(code: string): Refusal {
  const { common } = useStore(wordsStore);
  return useStore(refusalsStore)[code as keyof Refusals] ?? common.refused;
}

/** Loads the refusal texts after the first paint; if that fails, the general text is used. */
export async function loadRefusals(): Promise<void> {
  const language = known[wordsStore.get().code] ?? english;
  const refusals = await language.loadRefusals().catch(() => null);
  if (refusals) refusalsStore.set(refusals);
}

/** Loads a page's chunk together with its texts. */
export async function withInside<T>(page: Promise<T>): Promise<T> {
  const language = known[wordsStore.get().code] ?? english;
  const [loaded, words] = await Promise.all([page, insideStore.get() ?? language.loadInside()]);
  insideStore.set(words);
  return loaded;
}

/** All texts of a language, for the server, which renders any page in any language. */
export interface LoadedLanguage {
  words: Words;
  inside: InsideWords;
  refusals: Refusals;
}

export async function loadLanguage(code: string): Promise<LoadedLanguage> {
  const { load, loadInside, loadRefusals: loadThem } = known[code] ?? english;
  const [words, inside, refusals] = await Promise.all([load(), loadInside(), loadThem()]);
  return { words, inside, refusals };
}

export function speak({ words, inside, refusals }: LoadedLanguage): void {
  wordsStore.set(words);
  insideStore.set(inside);
  refusalsStore.set(refusals);
}

function wanted(): string {
  const kept = languageBox.get('code');
  const wishes = [...(kept ? [kept] : []), ...navigator.languages].map((wish) => wish.slice(0, 2).toLowerCase());
  return wishes.find((wish) => Object.hasOwn(known, wish)) ?? 'en';
}

async function use(code: string): Promise<void> {
  const language = known[code] ?? english;
  const [words, inside] = await Promise.all([language.load(), insideStore.get() && language.loadInside()]);
  document.documentElement.lang = words.code;
  document.documentElement.dir = words.direction;
  if (inside) insideStore.set(inside);
  wordsStore.set(words);
}

/** Applies the fan's language: their earlier choice here, else the browser's first supported one. */
export async function useOwnLanguage(): Promise<void> {
  const code = wanted();
  if (code !== 'en') await use(code).catch(() => undefined);
}

export async function chooseLanguage(code: string): Promise<void> {
  languageBox.set('code', code);
  await use(code).catch(() => undefined);
  await loadRefusals();
}
