import { renderToString } from 'preact-render-to-string';
import { App } from '../app.js';
import { loadPage } from '../lazy-pages.js';
import { nameZone } from '../../shared/format/time.js';
import { routeStore } from '../state/navigation.js';
import { givePageData, type PageData } from '../state/page-data.js';
import { routeOf } from '../state/route.js';
import { forgetNews } from '../state/sale-news.js';
import { forgetSales } from '../state/sale.js';
import { languages, loadLanguage, speak, type LoadedLanguage } from '../words/index.js';

const pages = ['home', 'sale', 'line', 'shop', 'order', 'verify'] as const;
const spoken = new Map<string, LoadedLanguage>();

/** Loads every page and language once, because rendering itself is synchronous. */
export async function prepare(): Promise<void> {
  await Promise.all(pages.map(loadPage));
  for (const { code } of languages) spoken.set(code, await loadLanguage(code));
}

export interface Painted {
  html: string;
  language: string;
  direction: 'ltr' | 'rtl';
}

/** Renders a page with the components the browser uses, as a reader sees it whom nothing is known about. */
export function paint(path: string, data: PageData, language: string): Painted {
  const texts = spoken.get(language) ?? spoken.get('en');
  if (!texts) throw new Error('no language is loaded');
  forgetSales();
  forgetNews();
  givePageData(data);
  nameZone((data.sale ?? data.sales?.[0])?.show.timeZone ?? 'UTC');
  speak(texts);
  routeStore.set(routeOf(path));
  return { html: renderToString(<App />), language: texts.words.code, direction: texts.words.direction };
}
