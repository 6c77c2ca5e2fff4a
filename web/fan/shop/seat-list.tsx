import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { SeatShape, SectionShape } from '../../../src/contract/stock/availability-shapes.js';
import { useStore } from '../state/store.js';
import type { InsideWords } from '../../../src/words/en.inside.js';
import { seatPhrase } from '../../../src/words/seat-phrase.js';
import { insideWords } from '../words/index.js';
import { rowsOf, stepFrom } from './seat-rows.js';

interface SeatListProps {
  section: SectionShape;
  chosen: ReadonlySet<string>;
  priceOf: (ticketTypeId: string) => string;
  onToggle: (seat: SeatShape) => void;
}

/** Returns in words what the map shows by symbols. */
function remarks({ accessible, companionOf, restricted }: SeatShape, inside: InsideWords): string[] {
  return [
    ...(accessible ? [inside.shop.wheelchair] : []),
    ...(companionOf ? [inside.shop.companion] : []),
    ...(restricted ? [inside.shop.restricted] : []),
  ];
}

/** The map's available seats, row by row: one tab stop, navigated by arrow keys. */
export function SeatList({ section, chosen, priceOf, onToggle }: SeatListProps): JSX.Element {
  const inside = useStore(insideWords());
  const holder = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const rows = rowsOf(section.seats)
    .map((row) => ({ ...row, seats: row.seats.filter((seat) => seat.state === 'free' || chosen.has(seat.id)) }))
    .filter(({ seats }) => seats.length > 0);
  const all = rows.flatMap(({ seats }) => seats);
  const stop = all.find(({ id }) => id === current)?.id ?? all[0]?.id;
  const step = (event: KeyboardEvent, id: string) => {
    const next = stepFrom(rows, id, event.key);
    if (next === null) return;
    event.preventDefault();
    setCurrent(next);
    holder.current?.querySelector<HTMLButtonElement>(`[data-seat="${CSS.escape(next)}"]`)?.focus();
  };
  if (all.length === 0) return <p class="muted">{inside.shop.sectionGone}</p>;
  return (
    <div class="seat-list" role="group" aria-label={section.label} ref={holder}>
      <p class="muted small">{inside.shop.listHint}</p>
      {rows.map(({ row, isTable, seats }) => (
        <section key={row}>
          <h3>
            {isTable ? inside.shop.table(row) : inside.shop.row(row)}{' '}
            <span class="muted small">{inside.shop.free(seats.length)}</span>
          </h3>
          <div class="seat-list-row">
            {seats.map((seat) => {
              const notes = remarks(seat, inside);
              const name = seatPhrase(
                { section: section.label, row: seat.row, seat: seat.label, atTable: isTable },
                inside.shop,
              );
              return (
                <button
                  key={seat.id}
                  type="button"
                  class="seat-button"
                  data-seat={seat.id}
                  tabIndex={seat.id === stop ? 0 : -1}
                  aria-pressed={chosen.has(seat.id)}
                  aria-label={[name, priceOf(seat.ticketTypeId), ...notes].join(', ')}
                  onFocus={() => setCurrent(seat.id)}
                  onKeyDown={(event) => step(event, seat.id)}
                  onClick={() => onToggle(seat)}
                >
                  {seat.label}
                  {notes.length > 0 && (
                    <span class="seat-sign" aria-hidden="true">
                      {seat.accessible ? '♿\uFE0E' : seat.companionOf ? '\u200E+1' : '◐'}
                    </span>
                  )}
                </button>
              );
            })}
          </div>
        </section>
      ))}
    </div>
  );
}
