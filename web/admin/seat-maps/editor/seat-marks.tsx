import { Button } from '@mantine/core';
import type { SeatMapDocument } from '../../../../src/contract/stock/seat-map-shapes.js';
import { SelectField } from '../../ui/fields.jsx';
import { type Mark, markSeats } from './marks.js';
import { described, seatOf } from './selection.js';
import type { Editor } from './use-editor.js';

const MARKS: readonly { mark: Mark; label: string }[] = [
  { mark: 'accessible', label: 'Wheelchair place' },
  { mark: 'companion', label: 'Companion seat' },
  { mark: 'restricted', label: 'Restricted view' },
  { mark: 'plain', label: 'Plain seat' },
];

/** Marks the selected seats; says aloud what the keyboard is on. */
export function SeatMarks({ editor }: { editor: Editor }) {
  const { map, selection, change } = editor;
  const { seats: ids } = selection;
  return (
    <section className="card stack" aria-labelledby="editor-seats">
      <h2 id="editor-seats">Seats</h2>
      <p role="status">{statusOf(map, editor)}</p>
      {ids.size > 0 && (
        <>
          <div className="row">
            {MARKS.map(({ mark, label }) => (
              <Button
                key={mark}
                variant="default"
                disabled={markSeats(map, ids, mark) === map}
                onClick={() => change({ type: 'mark', ids, mark })}
              >
                {label}
              </Button>
            ))}
            <Button variant="subtle" color="bad" onClick={() => change({ type: 'remove-seats', ids })}>
              Remove {ids.size === 1 ? 'the seat' : `${ids.size} seats`}
            </Button>
          </div>
          <p className="small muted">
            A companion seat belongs to the nearest wheelchair place of its row: mark that first.
          </p>
          <SeatZone editor={editor} />
        </>
      )}
    </section>
  );
}

function statusOf(map: SeatMapDocument, { selection }: Editor): string {
  const cursor = seatOf(map, selection.cursor);
  const count = selection.seats.size;
  const selected =
    count === 0 ? 'No seat is selected.' : count === 1 ? 'One seat is selected.' : `${count} seats are selected.`;
  return cursor ? `${described(cursor, selection.seats.has(cursor.id))}. ${selected}` : selected;
}

function SeatZone({ editor: { map, selection, change } }: { editor: Editor }) {
  const { zones = [] } = map;
  const [first] = [...selection.seats];
  const seat = seatOf(map, first ?? null);
  if (zones.length === 0) return null;
  return (
    <SelectField
      label="Zone of these seats"
      value={seat?.seat.zone ?? ''}
      options={[{ value: '', label: 'The section’s' }, ...zones.map(({ key, label }) => ({ value: key, label }))]}
      onChange={(zone) => change({ type: 'zone', ids: selection.seats, zone: zone === '' ? null : zone })}
    />
  );
}
