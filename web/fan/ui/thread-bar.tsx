import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { aheadOf } from '../../../src/contract/line/standing.js';
import { formatClockLeft } from '../../shared/format/time.js';
import { api } from '../net/api.js';
import { holdBox, orderBox, placeBox, storageRefused } from '../state/boxes.js';
import { keepOrder } from '../state/kept-orders.js';
import { follow, routeStore } from '../state/navigation.js';
import { readPageData } from '../state/page-data.js';
import { saleNews } from '../state/sale-news.js';
import { salePath, type Route } from '../state/route.js';
import { useStore } from '../state/store.js';
import { threadOf, type Kept, type ThreadItem } from '../state/thread.js';
import { wordsStore } from '../words/index.js';
import { useNow } from './hooks.js';

const kept = (): Kept => ({
  orders: orderBox.all().map(({ key, value }) => ({ ...value, id: key })),
  holds: holdBox.all().map(({ key, value }) => ({ slug: key, hold: value.hold })),
  places: placeBox.all().map(({ key, value }) => ({ slug: key, place: value })),
});

/** Whether a place is still of use: its sale is known to this page and not closed, or nothing can be known offline. */
function goesOn(slug: string): boolean {
  const listed = readPageData().sales?.find((sale) => sale.slug === slug)?.state;
  const state = saleNews(slug).get()?.state ?? listed;
  return state === undefined ? !navigator.onLine : state !== 'closed';
}

/** Refreshes locally open orders once: they may have ended elsewhere. */
async function refreshOpenOrders(): Promise<void> {
  for (const { id, ...order } of kept().orders) {
    if (order.order?.state !== 'pending' && order.order?.state !== 'authorized') continue;
    const answer = await api.readOrder(id, order.accessToken);
    if (answer.kind === 'ok') keepOrder(id, order, answer.data);
  }
}

/** Excludes the items that the current page shows itself. */
function itemsBeside(route: Route, now: number): ThreadItem[] {
  const slug = 'slug' in route ? route.slug : null;
  if (route.page === 'verify') return [];
  return threadOf(kept(), slug, now).filter(
    (item) =>
      !(route.page === 'order' && 'id' in item && item.id === route.id) &&
      !(route.page === 'shop' && item.kind === 'hold') &&
      !(item.kind === 'place' && (route.page === 'line' || route.page === 'shop' || !goesOn(item.slug))),
  );
}

/** Lists the fan's open items on every page: the order to pay, the basket, the tickets. */
export function ThreadBar(): JSX.Element | null {
  const words = useStore(wordsStore);
  const route = useStore(routeStore);
  const now = useNow();
  const [, setRound] = useState(0);
  useEffect(() => {
    void refreshOpenOrders().then(() => setRound((round) => round + 1));
  }, [route]);
  const items = itemsBeside(route, now);
  // with several sales, each item is labelled with its own
  const named = (slug: string, text: string): string => {
    const name = 'slug' in route ? undefined : readPageData().sales?.find((sale) => sale.slug === slug)?.show.name;
    return name ? `${name}: ${text}` : text;
  };
  const refused = useStore(storageRefused);
  if (items.length === 0 && !refused) return null;
  const left = (until: string): string => formatClockLeft(Date.parse(until) - now);
  const inLine = (position: number | null, lane: string, slug: string): string => {
    const ahead = aheadOf(position, saleNews(slug).get()?.lanes[lane]?.serving ?? 0);
    return saleNews(slug).get() === null || ahead === null ? words.thread.inLine : words.thread.ahead(ahead);
  };
  return (
    <nav class="thread" aria-label={words.thread.label}>
      {refused && <p class="thread-warning">{words.thread.notKept}</p>}
      <ul>
        {items.map((item) => {
          switch (item.kind) {
            case 'order':
              return (
                <li key={item.id}>
                  <a class="thread-item thread-urgent" {...follow(`/orders/${item.id}`)}>
                    {item.until ? words.thread.pay : words.thread.confirming}
                    {item.until && <span class="thread-left">{left(item.until)}</span>}
                  </a>
                </li>
              );
            case 'hold':
              return (
                <li key={item.slug}>
                  <a class="thread-item thread-urgent" {...follow(salePath(item.slug, 'shop'))}>
                    {named(item.slug, words.thread.basket(item.tickets))}
                    <span class="thread-left">{left(item.until)}</span>
                  </a>
                </li>
              );
            case 'place':
              return (
                <li key={item.slug}>
                  <a class="thread-item" {...follow(salePath(item.slug, 'line'))}>
                    {named(item.slug, inLine(item.position, item.lane, item.slug))}
                  </a>
                </li>
              );
            case 'tickets':
              return (
                <li key={item.id}>
                  <a class="thread-item" {...follow(`/orders/${item.id}`)}>
                    {words.thread.tickets(item.tickets)}
                  </a>
                </li>
              );
          }
        })}
      </ul>
    </nav>
  );
}
