import { useEffect } from 'preact/hooks';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { api } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { readPageData } from './page-data.js';
import { newsPauseMs } from './sale-news.rules.js';
import { serverClock } from './server-clock.js';
import { Store, useStore } from './store.js';

const feeds = new Map<string, Store<Snapshot | null>>();

/** Used by the server between two pages. */
export const forgetNews = (): void => feeds.clear();

/** Returns the sale's newest snapshot from any source: the line's socket, or another page's polling. */
export function saleNews(slug: string): Store<Snapshot | null> {
  const present = feeds.get(slug);
  if (present) return present;
  const { slug: own, snapshot = null } = readPageData();
  const made = new Store<Snapshot | null>(own === slug ? snapshot : null);
  feeds.set(slug, made);
  return made;
}

export function hearSaleNews(slug: string, snapshot: Snapshot): void {
  const feed = saleNews(slug);
  const before = feed.get();
  if (before && snapshot.version < before.version) return;
  if (!snapshot.stale) serverClock.hear(snapshot.at);
  feed.set(snapshot);
}

/** Polls while the page is visible. @returns a function that stops it */
function follow(slug: string, close: boolean): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let stopped = false;
  const later = (ms: number) => {
    clearTimeout(timer);
    if (!stopped && document.visibilityState === 'visible') timer = setTimeout(() => void ask(), ms);
  };
  const ask = async () => {
    const answer = await api.snapshot(slug);
    if (answer.kind === 'ok') hearSaleNews(slug, answer.data);
    later(spread(newsPauseMs(saleNews(slug).get(), close)));
  };
  const seen = () => later(0);
  document.addEventListener('visibilitychange', seen);
  later(spread(newsPauseMs(saleNews(slug).get(), close)));
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  };
}

/** Returns the sale's current snapshot. @param how 'listen': another part of the page already polls */
export function useSaleNews(slug: string, how: 'close' | 'calm' | 'listen'): Snapshot | null {
  useEffect(() => (how === 'listen' ? undefined : follow(slug, how === 'close')), [slug, how]);
  return useStore(saleNews(slug));
}
