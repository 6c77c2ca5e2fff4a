import { fanLanguageOf } from '../../../src/contract/languages.js';
import { languageBox } from '../state/boxes.js';
import { Store, useStore } from '../state/store.js';
import type { InsideWords } from '../../../src/words/en.inside.js';
import type { Refusal, Refusals } from '../../../src/words/en.refusals.js';
import { en, type Words } from '../../../src/words/en.js';
import { languageOf, languages } from '../../../src/words/load.js';

export { languages };

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
  const spoken = languageOf(wordsStore.get().code);
  const refusals = await spoken.loadRefusals().catch(() => null);
  if (refusals) refusalsStore.set(refusals);
}

/** The language being changed to; `wordsStore` follows once its texts have arrived. */
let chosen: string = en.code;

/** Loads in the chosen language, which may change meanwhile: a page must not speak two languages. */
async function loadSpoken(): Promise<void> {
  for (let loaded = insideStore.get() === null ? null : chosen; loaded !== chosen; ) {
    loaded = chosen;
    const words = await languageOf(loaded).loadInside();
    if (loaded === chosen) insideStore.set(words);
  }
}

/** Loads a page's chunk together with its texts. */
export async function withInside<T>(page: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([page, loadSpoken()]);
  return loaded;
}

/** All texts of a language, for the server, which renders any page in any language. */
export interface LoadedLanguage {
  words: Words;
  inside: InsideWords;
  refusals: Refusals;
}

export async function loadLanguage(code: string): Promise<LoadedLanguage> {
  const { load, loadInside, loadRefusals: loadThem } = languageOf(code);
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
  return fanLanguageOf([...(kept ? [kept] : []), ...navigator.languages]);
}

async function use(code: string): Promise<void> {
  chosen = code;
  const spoken = languageOf(code);
  const loading = Promise.all([spoken.load(), insideStore.get() && spoken.loadInside()]);
  const [words, inside] = await loading.catch((error: unknown) => {
    if (chosen === code) chosen = wordsStore.get().code;
    throw error;
  });
  if (chosen !== code) return;
  document.documentElement.lang = words.code;
  document.documentElement.dir = words.direction;
  if (inside) insideStore.set(inside);
  wordsStore.set(words);
}

/** Applies the fan's language: their earlier choice here, else the browser's first supported one. */
export async function useOwnLanguage(): Promise<void> {
  // English as well: the server may have painted the browser's language where the fan has chosen English
  await use(wanted()).catch(() => undefined);
}

export async function chooseLanguage(code: string): Promise<void> {
  languageBox.set('code', code);
  await use(code).catch(() => undefined);
  await loadRefusals();
}
