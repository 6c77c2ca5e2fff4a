import type { JSX } from 'preact';
import { useStore } from '../state/store.js';
import { insideWords } from '../words/index.js';
import { rowsOf } from './seat-layout.js';
import type { SeatChoiceProps } from './seat-choice.js';

/** The same seats as the map, row by row, for keyboard and screen reader. Only seats that can be had are shown. */
export function SeatList({ section, chosen, onToggle }: SeatChoiceProps): JSX.Element {
  const inside = useStore(insideWords());
  const rows = rowsOf(section.seats).map(({ row, seats }) => ({
    row,
    seats: seats.filter((seat) => seat.state === 'free' || chosen.has(seat.id)),
  }));
  return (
    <div class="seat-list" tabIndex={0} role="group" aria-label={section.label}>
      {rows.map(({ row, seats }) => (
        <section key={row}>
          <h3>
            {inside.shop.row(row)} <span class="muted small">{inside.shop.free(seats.length)}</span>
          </h3>
          <div class="seat-list-row">
            {seats.map((seat) => (
              <button
                key={seat.id}
                type="button"
                class="seat-button"
                aria-pressed={chosen.has(seat.id)}
                aria-label={inside.shop.seatFull(section.label, seat.row, seat.label)}
                onClick={() => onToggle(seat)}
              >
                {seat.label}
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
