import { formatPriceRange } from '../../../src/contract/money.js';
import { formatDayAndTime, formatTimeOfDay } from '../../shared/format/time.js';
import { fullPrice, type SaleDraft } from './sale-draft.js';

/** The sale page as a fan's phone will show it, while the form is filled in. */
export function FanPreview({ draft }: { draft: SaleDraft }) {
  const prices = draft.tickets.flatMap((ticket) => {
    const amount = fullPrice(ticket, draft.currency);
    return amount === null ? [] : [{ amount, currency: draft.currency }];
  });
  const at = (local: string, format: (at: string, locale: string) => string): string =>
    Number.isNaN(Date.parse(local)) ? '…' : format(local, 'en');
  return (
    <aside className="fan-preview" aria-label="What fans will see">
      <p className="small muted">What fans will see</p>
      <div className="phone">
        <div className="phone-poster" aria-hidden="true" />
        <div className="phone-body">
          <p className="small muted">{draft.venue || 'Venue'}</p>
          <h2>{draft.name || 'Name of the sale'}</h2>
          <p>{draft.show || 'Show'}</p>
          <p className="small">{at(draft.startsAt, formatDayAndTime)}</p>
          <p className="brass strong">{formatPriceRange(prices, 'en') ?? 'Price'}</p>
          <ul className="phone-how small">
            <li>Opens {at(draft.opensAt, formatDayAndTime)}.</li>
            <li>Everyone here before {at(draft.opensAt, formatTimeOfDay)} is drawn in random order.</li>
            <li>Arriving early is no advantage.</li>
          </ul>
          <span className="phone-button">Join the line</span>
        </div>
      </div>
    </aside>
  );
}
