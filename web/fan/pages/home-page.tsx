import type { JSX } from 'preact';
import type { SaleShape } from '../../../src/contract/shapes.js';
import { formatPriceRange } from '../../../src/contract/money.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { readPageData } from '../state/page-data.js';
import { follow } from '../state/navigation.js';
import { salePath } from '../state/route.js';
import { useStore } from '../state/store.js';
import { useTitle } from '../ui/hooks.js';
import { Poster } from '../ui/poster.js';
import { wordsStore } from '../words/index.js';

function SaleCard({ sale }: { sale: SaleShape }): JSX.Element {
  const words = useStore(wordsStore);
  const prices = formatPriceRange(
    sale.ticketTypes.map((type) => type.fullPrice),
    words.locale,
  );
  const opens = formatShortDayAndTime(sale.opensAt, words.locale);
  return (
    <li>
      <a class="sale-card" {...follow(salePath(sale.slug))}>
        <Poster slug={sale.slug} />
        <span class="sale-card-text">
          <span class={`chip chip-${sale.state}`}>{words.saleState[sale.state]}</span>
          <strong class="sale-card-name">{sale.show.name}</strong>
          <span>{formatShortDayAndTime(sale.show.startsAt, words.locale, sale.show.timeZone)}</span>
          <span class="muted">{sale.show.venue}</span>
          <span class="sale-card-foot">
            {prices && <span class="sale-card-price">{prices}</span>}
            {(sale.state === 'scheduled' || sale.state === 'prequeue') && (
              <span class="muted">{words.home.opens(opens)}</span>
            )}
          </span>
        </span>
      </a>
    </li>
  );
}

export function HomePage(): JSX.Element {
  const words = useStore(wordsStore);
  const sales = readPageData().sales ?? [];
  useTitle(`${words.home.title} · Ropeline`);
  return (
    <div class="page">
      <h1>{words.home.title}</h1>
      {sales.length === 0 ? (
        <div class="card">
          <p class="lead">{words.home.empty}</p>
          <p class="muted">{words.home.emptyHint}</p>
        </div>
      ) : (
        <ul class="sale-cards">
          {sales.map((sale) => (
            <SaleCard key={sale.id} sale={sale} />
          ))}
        </ul>
      )}
    </div>
  );
}
