import type { JSX } from 'preact';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { formatPriceRange } from '../../../src/contract/money/money.js';
import { formatClockLeft, formatShortDayAndTime } from '../../shared/format/time.js';
import { isOnServer, readPageData } from '../state/page-data.js';
import { follow } from '../state/navigation.js';
import { salePath } from '../state/route.js';
import { stateShown } from '../state/sale.js';
import { useStore } from '../state/store.js';
import { useNow, useTitle } from '../ui/hooks.js';
import { SalePicture } from '../ui/branding.js';
import { wordsStore } from '../words/index.js';
import { inOrder } from './home-order.js';
import '../styles/pictures.css';

/** Openings nearer than this show a countdown; earlier ones show a date. */
const countdownFromMs = 24 * 3_600_000;

function Opening({ sale }: { sale: SaleShape }): JSX.Element | null {
  const words = useStore(wordsStore);
  const left = Date.parse(sale.opensAt) - useNow();
  if ((sale.state !== 'scheduled' && sale.state !== 'prequeue') || left <= 0) return null;
  return (
    <span class="muted sale-card-opens">
      {left < countdownFromMs
        ? words.home.opensIn(formatClockLeft(left))
        : words.home.opens(formatShortDayAndTime(sale.opensAt, words.locale))}
    </span>
  );
}

/** A poster card with the show's name and date on it, so that shows can be told apart at a glance. */
function SaleCard({ sale }: { sale: SaleShape }): JSX.Element {
  const words = useStore(wordsStore);
  const prices = formatPriceRange(
    sale.ticketTypes.map((type) => type.fullPrice),
    words.locale,
  );
  return (
    <li>
      <a class="sale-card" {...follow(salePath(sale.slug))}>
        <span class="sale-card-poster">
          <SalePicture sale={sale} />
          <span class="sale-card-title">
            <strong class="sale-card-name">{sale.show.name}</strong>
            <span>
              {formatShortDayAndTime(sale.show.startsAt, words.locale, sale.show.timeZone)} · {sale.show.venue}
            </span>
          </span>
        </span>
        <span class="sale-card-text">
          <span class={`chip chip-${sale.state}`}>{words.saleState[stateShown(sale)]}</span>
          {prices && <span class="sale-card-price">{prices}</span>}
          <Opening sale={sale} />
        </span>
      </a>
    </li>
  );
}

/** More than a first screen of any device; the rest of a long list follows with the script. */
const paintedCards = 12;

function Cards({ sales }: { sales: readonly SaleShape[] }): JSX.Element {
  return (
    <ul class="sale-cards">
      {(isOnServer() ? sales.slice(0, paintedCards) : sales).map((sale) => (
        <SaleCard key={sale.id} sale={sale} />
      ))}
    </ul>
  );
}

export function HomePage(): JSX.Element {
  const words = useStore(wordsStore);
  const { open, over } = inOrder(readPageData().sales ?? []);
  useTitle(`${words.home.title} · Ropeline`);
  return (
    <div class="page">
      <h1>{words.home.title}</h1>
      {open.length === 0 && (
        <div class="card">
          <p class="lead">{words.home.empty}</p>
          <p class="muted">{words.home.emptyHint}</p>
        </div>
      )}
      <Cards sales={open} />
      {over.length > 0 && (
        <>
          <h2>{words.home.over}</h2>
          <Cards sales={over} />
        </>
      )}
    </div>
  );
}
