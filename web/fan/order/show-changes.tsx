import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleChangeShape } from '../../../src/contract/sale/sale-change-shapes.js';
import { api } from '../net/api.js';
import { Lazy } from '../ui/lazy.js';

const loadNote = () => import('./after-sale.js').then((module) => module.ChangesNote);

/** What decides when and where a holder has to be. */
const ofTheShow: ReadonlySet<string> = new Set(['showName', 'venue', 'startsAt', 'timeZone']);

export function ShowChanges({ order }: { order: OrderShape }): JSX.Element | null {
  const [changes, setChanges] = useState<SaleChangeShape[]>([]);
  const { saleSlug, placedAt, show } = order;
  useEffect(() => {
    if (saleSlug === null) return;
    void api.saleChanges(saleSlug).then((answer) => {
      if (answer.kind !== 'ok') return;
      setChanges(answer.data.changes.filter(({ what, at }) => ofTheShow.has(what) && at > placedAt));
    });
  }, [saleSlug, placedAt, show.startsAt, show.venue, show.name]);
  return changes.length === 0 ? null : <Lazy load={loadNote} props={{ order, changes }} quiet />;
}
