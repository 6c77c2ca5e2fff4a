import type { HoldItemShape } from '../../../src/contract/shapes.js';

export interface BasketLine {
  key: string;
  label: string;
  count: number;
  amount: number;
}

/** Tickets without a seat of their own stand together in one line; every seat has its own. */
export function groupItems(items: HoldItemShape[]): BasketLine[] {
  const lines = new Map<string, BasketLine>();
  for (const item of items) {
    const key = item.seatId ?? `${item.ticketTypeId}:${item.price.amount}`;
    const line = lines.get(key) ?? { key, label: item.label, count: 0, amount: 0 };
    lines.set(key, { ...line, count: line.count + 1, amount: line.amount + item.price.amount });
  }
  return [...lines.values()];
}
