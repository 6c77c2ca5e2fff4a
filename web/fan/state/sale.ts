import { useEffect, useState } from 'preact/hooks';
import type { SaleShape, SaleState } from '../../../src/contract/sale/sale-shapes.js';
import { api } from '../net/api.js';
import type { Trouble } from '../ui/refusal.js';
import { readPageData } from './page-data.js';
import { useSaleNews } from './sale-news.js';
import { saleAsOf } from './sale-news.rules.js';
import { serverClock } from './server-clock.js';

const known = new Map<string, SaleShape>();

/** Used by the server between two pages. */
export const forgetSales = (): void => known.clear();

/** Returns the sale from the page's embedded data at first paint, from memory later. */
export function knownSale(slug: string): SaleShape | null {
  const data = readPageData();
  if (data.sale && !known.has(data.sale.slug)) known.set(data.sale.slug, data.sale);
  return known.get(slug) ?? null;
}

/** Spreads the re-read, so that open sale pages do not all request in the same second when the waiting room opens. */
const boundarySpreadMs = 4_000;
const longestTimerMs = 2 ** 31 - 1;

function nextBoundary(sale: SaleShape | null): number | null {
  if (!sale) return null;
  const times = [sale.prequeueAt, sale.opensAt, sale.closesAt].filter((at) => at !== null).map((at) => Date.parse(at));
  return times.filter((at) => at > serverClock.now()).sort((a, b) => a - b)[0] ?? null;
}

/** What people read as the state of a sale: of a canceled show, nothing else counts. */
export const stateShown = ({ state, show }: SaleShape): SaleState | 'canceled' =>
  show.canceledAt ? 'canceled' : state;

interface SaleRead {
  sale: SaleShape | null;
  trouble: Trouble | null;
  reload: () => void;
}

/**
 * Returns the sale with the newest snapshot merged in, and any error; re-read when a time boundary is crossed and when
 * the page becomes visible.
 */
export function useSale(slug: string, how: 'close' | 'calm' | 'listen'): SaleRead {
  const news = useSaleNews(slug, how);
  const [sale, setSale] = useState<SaleShape | null>(() => knownSale(slug));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (round === 0 && knownSale(slug)) return;
    void api.sale(slug).then((answer) => {
      if (answer.kind !== 'ok') return setTrouble(answer);
      known.set(slug, answer.data);
      setTrouble(null);
      setSale(answer.data);
    });
  }, [slug, round]);
  useEffect(() => {
    const again = () => setRound((count) => count + 1);
    const seen = () => document.visibilityState === 'visible' && again();
    const boundary = nextBoundary(sale);
    const wait = boundary === null ? longestTimerMs : boundary - serverClock.now() + Math.random() * boundarySpreadMs;
    const timer = setTimeout(again, Math.min(wait, longestTimerMs));
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [sale]);
  return { sale: sale && saleAsOf(sale, news), trouble, reload: () => setRound((count) => count + 1) };
}
