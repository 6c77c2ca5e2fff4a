import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';

export interface BasketLine {
  key: string;
  label: string;
  count: number;
  amount: number;
  /** Informational only: already part of the other lines. */
  included: boolean;
}

/** Groups tickets by label and price; fees, discounts and taxes follow. */
export function groupLines(lines: HoldShape['lines']): BasketLine[] {
  const groups = new Map<string, BasketLine>();
  for (const { kind, label, amount, included } of lines) {
    const key = `${kind}:${label}:${kind === 'ticket' ? amount : ''}:${included}`;
    const group = groups.get(key) ?? { key, label, count: 0, amount: 0, included };
    groups.set(key, { ...group, count: group.count + 1, amount: group.amount + amount });
  }
  return [...groups.values()];
}
