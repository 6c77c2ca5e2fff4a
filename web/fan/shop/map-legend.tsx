import type { JSX } from 'preact';
import { formatMoney } from '../../../src/contract/money/money.js';
import type { HousePlan } from '../../../src/contract/stock/seat-map-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { useStore } from '../state/store.js';
import { Icon } from '../ui/icons.js';
import { insideWords, wordsStore } from '../words/index.js';

/** Explains the map: prices by colour and name, and its symbols. */
export function MapLegend({ sale, plan, signs }: { sale: SaleShape; plan: HousePlan; signs: boolean }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const reserved = sale.ticketTypes.filter(({ admission }) => admission === 'reserved');
  return (
    <div class="seat-legend">
      <ul>
        {reserved.map(({ id, name, fullPrice }, rank) => (
          <li key={id}>
            <span class={`legend-tier legend-tier-${(rank % 6) + 1}`} aria-hidden="true" /> {name}{' '}
            <strong>{formatMoney(fullPrice, words.locale)}</strong>
          </li>
        ))}
      </ul>
      {signs && (
        <ul>
          <li class="legend-chosen">
            <Icon name="check" size={14} /> {inside.shop.chosen}
          </li>
          <li class="legend-taken">{inside.shop.taken}</li>
          {plan.sections.some(({ accessible }) => accessible > 0) && (
            <li>
              <span aria-hidden="true">♿{'\uFE0E'} {'\u200E+1'}</span> {inside.shop.wheelchairLegend}
            </li>
          )}
          {plan.sections.some(({ restricted }) => restricted > 0) && (
            <li class="legend-restricted">{inside.shop.restricted}</li>
          )}
        </ul>
      )}
    </div>
  );
}
