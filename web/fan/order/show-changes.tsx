import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleChangeShape } from '../../../src/contract/sale/sale-change-shapes.js';
import { showChangesSince } from '../../../src/contract/sale/show-changes.js';
import { api } from '../net/api.js';
import { Lazy } from '../ui/lazy.js';

const loadNote = () => import('./after-sale.js').then((module) => module.ChangesNote);

export function ShowChanges({ order }: { order: OrderShape }): JSX.Element | null {
  const [changes, setChanges] = useState<SaleChangeShape[]>([]);
  const { saleSlug, placedAt, show } = order;
  useEffect(() => {
    if (saleSlug === null) return;
    void api.saleChanges(saleSlug).then((answer) => {
      if (answer.kind === 'ok') setChanges(showChangesSince(answer.data.changes, placedAt));
    });
  }, [saleSlug, placedAt, show.startsAt, show.venue, show.name]);
  return changes.length === 0 ? null : <Lazy load={loadNote} props={{ order, changes }} quiet />;
}
