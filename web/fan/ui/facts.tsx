import type { JSX } from 'preact';
import type { SaleShape, ShowShape } from '../../../src/contract/sale/sale-shapes.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { cityOfZone, formatDayAndTime, formatTimeOfDay, ownZone, zonesDiffer } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { wordsStore } from '../words/index.js';
import { Icon } from './icons.js';

/** Shows the start in the venue's time zone, and in the fan's own if it differs. */
export function ShowTime({ show }: { show: ShowShape }): JSX.Element {
  const words = useStore(wordsStore);
  const own = ownZone();
  const differs = zonesDiffer(show.startsAt, show.timeZone, own);
  return (
    <span>
      <time dateTime={show.startsAt}>{formatDayAndTime(show.startsAt, words.locale, show.timeZone)}</time>
      {differs && (
        <span class="muted">
          {' '}
          ({cityOfZone(show.timeZone)}; {formatTimeOfDay(show.startsAt, words.locale)} {words.common.yourTime})
        </span>
      )}
    </span>
  );
}

export function ShowFacts({ show }: { show: ShowShape }): JSX.Element {
  const words = useStore(wordsStore);
  return (
    <dl class="facts">
      <div>
        <dt>
          <Icon name="calendar" />
          <span class="unseen">{words.sale.when}</span>
        </dt>
        <dd>
          <ShowTime show={show} />
        </dd>
      </div>
      <div>
        <dt>
          <Icon name="pin" />
          <span class="unseen">{words.sale.where}</span>
        </dt>
        <dd>{show.venue}</dd>
      </div>
    </dl>
  );
}

/** Lists every price with current availability. */
export function PriceList({
  sale,
  snapshot,
}: {
  sale: SaleShape;
  snapshot?: Snapshot | null | undefined;
}): JSX.Element {
  const words = useStore(wordsStore);
  const stateOf = (id: string) => snapshot?.stock.find((stock) => stock.ticketTypeId === id)?.state;
  const showStock =
    sale.state === 'on_sale' || sale.state === 'sold_out' || sale.state === 'paused' || Boolean(snapshot);
  return (
    <ul class="prices">
      {sale.ticketTypes.map((type) => {
        const state = stateOf(type.id) ?? type.state;
        return (
          <li key={type.id}>
            <span class="prices-name">
              {type.name}
              <span class="muted prices-limit">{words.sale.perFan(type.maxPerFan)}</span>
            </span>
            <span class="prices-right">
              <span class="prices-amount">{formatMoney(type.fullPrice, words.locale)}</span>
              {showStock && <span class={`stock stock-${state}`}>{words.stock[state]}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
