import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatClockLeft } from '../../shared/format/time.js';
import { api } from '../net/api.js';
import { holdBox, orderBox } from '../state/boxes.js';
import { follow, routeStore } from '../state/navigation.js';
import { salePath, type Route } from '../state/route.js';
import { useStore } from '../state/store.js';
import { threadOf, type Kept, type ThreadItem } from '../state/thread.js';
import { wordsStore } from '../words/index.js';
import { useNow } from './hooks.js';

const kept = (): Kept => ({
  orders: orderBox.all().map(({ key, value }) => ({ ...value, id: key })),
  holds: holdBox.all().map(({ key, value }) => ({ slug: key, hold: value.hold })),
});

/** Orders that this device believes to be open are asked for once: they may have ended elsewhere. */
async function refreshOpenOrders(): Promise<void> {
  for (const { id, accessToken, slug, order } of kept().orders) {
    if (order?.state !== 'pending' && order?.state !== 'authorized') continue;
    const answer = await api.readOrder(id, accessToken);
    if (answer.kind === 'ok') orderBox.set(id, { accessToken, slug, order: answer.data });
  }
}

/** What is shown beside the page that is open: the page itself shows its own. */
function itemsBeside(route: Route, now: number): ThreadItem[] {
  const slug = 'slug' in route ? route.slug : null;
  if (route.page === 'verify') return [];
  return threadOf(kept(), slug, now).filter(
    (item) =>
      !(route.page === 'order' && 'id' in item && item.id === route.id) &&
      !(route.page === 'shop' && item.kind === 'hold'),
  );
}

/** A fan's own things on every page: the order to pay, the basket, the tickets. */
export function ThreadBar(): JSX.Element | null {
  const words = useStore(wordsStore);
  const route = useStore(routeStore);
  const now = useNow();
  const [, setRound] = useState(0);
  useEffect(() => {
    void refreshOpenOrders().then(() => setRound((round) => round + 1));
  }, [route]);
  const items = itemsBeside(route, now);
  if (items.length === 0) return null;
  const left = (until: string): string => formatClockLeft(Date.parse(until) - now);
  return (
    <nav class="thread" aria-label={words.thread.label}>
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
                    {words.thread.basket(item.tickets)}
                    <span class="thread-left">{left(item.until)}</span>
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
