import type { JSX } from 'preact';
import { formatMoney } from '../../../src/contract/money/money.js';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import { itemPhrase } from '../../../src/words/seat-phrase.js';
import { useStore } from '../state/store.js';
import { insideWords, wordsStore } from '../words/index.js';
import { groupLines } from './group-lines.js';

/** Price lines of a hold or an order. */
export function PriceLines({ lines, currency }: { lines: HoldShape['lines']; currency: string }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  return (
    <>
      {groupLines(lines).map((line) => (
        <li key={line.key} class={line.included ? 'muted small' : undefined}>
          <span>
            {line.count > 1 && <strong>{line.count} × </strong>}
            {line.included ? inside.shop.included(itemPhrase(line.label, inside)) : itemPhrase(line.label, inside)}
          </span>
          <span class="basket-amount">{formatMoney({ amount: line.amount, currency }, words.locale)}</span>
        </li>
      ))}
    </>
  );
}
