import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SeatShape, TicketTypeShape } from '../../../src/contract/shapes.js';
import { useStore } from '../state/store.js';
import { Icon } from '../ui/icons.js';
import { insideWords, wordsStore } from '../words/index.js';
import type { sectionsOf } from './availability-state.js';
import { SeatList } from './seat-list.js';
import { SeatMap } from './seat-map.js';
import { toggleSeat } from './selection.js';
import type { ShopSession, ShopState } from './shop-session.js';

interface PickerProps {
  session: ShopSession;
  state: ShopState;
  type: TicketTypeShape;
  sections: ReturnType<typeof sectionsOf>;
}

function ChosenSeats({ session, state, type }: Omit<PickerProps, 'sections'>): JSX.Element | null {
  const inside = useStore(insideWords());
  const seats = state.selection.seats.filter((seat) => seat.ticketTypeId === type.id);
  if (seats.length === 0) return null;
  return (
    <ul class="chosen-seats" aria-label={inside.shop.chosen}>
      {seats.map((seat) => (
        <li key={seat.id}>
          <button
            type="button"
            class="chosen-seat"
            onClick={() => session.choose(toggleSeat(state.selection, seat, type))}
          >
            {seat.label} <span aria-hidden="true">×</span>
            <span class="unseen">{inside.shop.remove}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Sections → seats, as a map or as an equal list. */
export function SeatPicker({ session, state, type, sections }: PickerProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const [picked, setKey] = useState<string | null>(null);
  // the house may still be loading when the map is opened
  const key = picked ?? (sections.find((section) => section.state !== 'gone') ?? sections[0])?.key ?? '';
  const [view, setView] = useState<'map' | 'list'>('map');
  useEffect(() => {
    if (key) void session.openSection(key);
  }, [key, session]);
  const section = state.stock.sections[key];
  const chosen = new Set(state.selection.seats.map((seat) => seat.id));
  const toggle = (seat: SeatShape) => {
    if (!section) return;
    const label = inside.shop.seatFull(section.label, seat.row, seat.label);
    session.choose(toggleSeat(state.selection, { id: seat.id, ticketTypeId: type.id, label }, type));
  };
  return (
    <div class="picker">
      {sections.length > 1 && (
        <fieldset class="section-tabs">
          <legend class="unseen">{inside.shop.section}</legend>
          {sections.map((one) => (
            <label key={one.key} class="choice section-tab">
              <input
                type="radio"
                name={`section-${type.id}`}
                checked={one.key === key}
                onChange={() => setKey(one.key)}
              />
              <span>{one.label}</span>
              <span class={`stock stock-${one.state}`}>
                {one.free === undefined ? words.stock[one.state] : inside.shop.free(one.free)}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <div class="picker-views">
        <button type="button" class="button button-small" aria-pressed={view === 'map'} onClick={() => setView('map')}>
          {inside.shop.mapView}
        </button>
        <button
          type="button"
          class="button button-small"
          aria-pressed={view === 'list'}
          onClick={() => setView('list')}
        >
          {inside.shop.listView}
        </button>
      </div>
      {!section ? (
        <p class="muted picker-waiting">{words.common.loading}</p>
      ) : view === 'map' ? (
        <SeatMap key={key} section={section} chosen={chosen} onToggle={toggle} />
      ) : (
        <SeatList section={section} chosen={chosen} onToggle={toggle} />
      )}
      <p class="seat-legend" aria-hidden={view === 'list'}>
        <span class="legend-free">{inside.shop.seatState.free}</span>
        <span class="legend-chosen">
          <Icon name="check" size={14} /> {inside.shop.chosen}
        </span>
        <span class="legend-taken">{inside.shop.taken}</span>
      </p>
      <ChosenSeats session={session} state={state} type={type} />
    </div>
  );
}
